package dev.muster.engine.export;

import dev.muster.engine.event.EventJson;
import dev.muster.engine.event.Recorded;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * Takes what is secret out of whole events: out of every text in their JSON form, and of the texts
 * in JSON that stands inside a text. Names of fields stay. Used by one thread.
 */
final class EventMasker {
  private static final int DEEPEST = 3;

  private final Masker masker;
  private final EventJson json;
  private final JsonMapper mapper =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  EventMasker(Masker masker, EventJson json) {
    this.masker = masker;
    this.json = json;
  }

  /** The event without it; the same object when there was nothing to take out. */
  Recorded mask(Recorded recorded, Masker.Sink sink) {
    if (masker.isIdle()) {
      return recorded;
    }
    String body = json.write(recorded.event());
    String masked = masked(body, sink, 0);
    return masked.equals(body)
        ? recorded
        : new Recorded(
            recorded.session(),
            recorded.seq(),
            recorded.at(),
            recorded.turn(),
            json.read(EventJson.kind(recorded.event()), masked));
  }

  String mask(String text, Masker.Sink sink) {
    return masker.mask(text, sink);
  }

  private String masked(String body, Masker.Sink sink, int depth) {
    JsonNode tree;
    try {
      tree = mapper.readTree(body);
    } catch (JacksonException noJson) {
      return masker.mask(body, sink);
    }
    return walk(tree, sink, depth) ? mapper.writeValueAsString(tree) : body;
  }

  /** Whether anything was changed. */
  private boolean walk(JsonNode node, Masker.Sink sink, int depth) {
    boolean changed = false;
    switch (node) {
      case ObjectNode object -> {
        for (var entry : object.properties()) {
          if (entry.getValue() instanceof StringNode text) {
            String masked = text(text.stringValue(), sink, depth);
            if (!masked.equals(text.stringValue())) {
              object.put(entry.getKey(), masked);
              changed = true;
            }
          } else {
            changed |= walk(entry.getValue(), sink, depth);
          }
        }
      }
      case ArrayNode array -> {
        for (int i = 0; i < array.size(); i++) {
          if (array.get(i) instanceof StringNode text) {
            String masked = text(text.stringValue(), sink, depth);
            if (!masked.equals(text.stringValue())) {
              array.set(i, masked);
              changed = true;
            }
          } else {
            changed |= walk(array.get(i), sink, depth);
          }
        }
      }
      default -> {}
    }
    return changed;
  }

  private String text(String value, Masker.Sink sink, int depth) {
    boolean json = value.length() > 1 && (value.charAt(0) == '{' || value.charAt(0) == '[');
    return json && depth < DEEPEST ? masked(value, sink, depth + 1) : masker.mask(value, sink);
  }
}
