package dev.muster.engine.agent.claude;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Reads and writes the lines, and takes care of texts that are too long. Safe for any thread. */
final class Messages {
  /** As much of a text goes into one event, in characters. */
  static final int MOST_TEXT = 1 << 20;

  /** As much of what was not understood is kept, in characters. */
  private static final int MOST_RAW = 16 * 1024;

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxStringLength(Integer.MAX_VALUE)
                          .maxNestingDepth(1_000)
                          .build())
                  .build())
          .build();

  private Messages() {}

  /** The object on a line; null when there is none. */
  static @Nullable ObjectNode read(String line) {
    try {
      return MAPPER.readTree(line) instanceof ObjectNode object ? object : null;
    } catch (JacksonException noJson) {
      return null;
    }
  }

  /** An empty object to fill. */
  static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  /** A text field; empty when it is missing or no text. */
  static String text(JsonNode node, String field) {
    return node.path(field).isString() ? node.path(field).stringValue() : "";
  }

  /** A text field; null when it is missing, empty or no text. */
  static @Nullable String textOrNull(JsonNode node, String field) {
    String text = text(node, field);
    return text.isEmpty() ? null : text;
  }

  /** A number field; 0 when it is missing or no number. */
  static long number(JsonNode node, String field) {
    return node.path(field).isNumber() ? node.path(field).longValue() : 0;
  }

  /** The beginning of a text that is too long, which then says so. */
  static String cut(String text, int most) {
    if (text.length() <= most) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most;
    return text.substring(0, end) + "\n… (" + (text.length() - end) + " characters are left out)";
  }

  /** What was not understood, bounded. */
  static String raw(String line) {
    return cut(line, MOST_RAW);
  }

  /** The first line of a text, bounded. */
  static String oneLine(String text) {
    String line = text.strip().lines().findFirst().orElse("").strip();
    return line.length() <= 300 ? line : line.substring(0, 299) + "…";
  }
}
