package dev.muster.engine.agent.builtin.model.wire;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Reads JSON of others without ever failing on a missing field or one of another type. */
final class Json {
  static final JsonMapper MAPPER = JsonMapper.shared();

  private Json() {}

  /** The text at a path; empty when there is none. */
  static String text(@Nullable JsonNode node, String... path) {
    return at(node, path).asString("");
  }

  /** The whole number at a path; 0 when there is none. */
  static long number(@Nullable JsonNode node, String... path) {
    return at(node, path).asLong(0);
  }

  /** The node at a path; a missing node when there is none. */
  static JsonNode at(@Nullable JsonNode node, String... path) {
    JsonNode here = node == null ? MAPPER.missingNode() : node;
    for (String name : path) {
      here = here.path(name);
    }
    return here;
  }

  static ObjectNode object() {
    return MAPPER.createObjectNode();
  }
}
