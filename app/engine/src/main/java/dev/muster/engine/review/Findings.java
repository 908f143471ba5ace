package dev.muster.engine.review;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a reviewer found, read from what its agent said last. It is data: whatever it says is shown
 * as text, and its paths are compared with those of the change and never opened.
 *
 * @param problem why the answer could not be read as findings, a sentence; null when it could
 */
record Findings(List<Finding> findings, @Nullable String problem) {
  private static final JsonMapper JSON = new JsonMapper();
  private static final int MOST = 100;
  private static final int LONGEST = 4_000;

  /**
   * One of them.
   *
   * @param path empty for the whole
   * @param line from 1; 0 for the whole file
   * @param severity {@code high}, {@code medium} or {@code low}
   */
  record Finding(String path, int line, int endLine, String severity, String text) {}

  /** What the prompt asks for. */
  static final String FORM =
      """
      {"findings": [{"path": "src/file.c", "line": 12, "end_line": 14, "severity": "high", "text": "…"}]}
      """;

  /** Reads the last JSON object with {@code findings} in a message. */
  static Findings read(String message) {
    for (int at = message.lastIndexOf('{'); at >= 0; at = message.lastIndexOf('{', at - 1)) {
      int end = message.lastIndexOf('}');
      if (end <= at) {
        continue;
      }
      if (!message.startsWith("\"findings\"", skipBlanks(message, at + 1))) {
        continue;
      }
      try {
        JsonNode found = JSON.readTree(message.substring(at, end + 1)).path("findings");
        if (found.isArray()) {
          return new Findings(list(found), null);
        }
      } catch (JacksonException no) {
        return new Findings(
            List.of(), "Its findings are no valid JSON: " + no.getOriginalMessage());
      }
    }
    return new Findings(List.of(), "It did not give its findings in the form it was asked for.");
  }

  private static int skipBlanks(String text, int at) {
    int next = at;
    while (next < text.length() && Character.isWhitespace(text.charAt(next))) {
      next++;
    }
    return next;
  }

  private static List<Finding> list(JsonNode found) {
    List<Finding> all = new ArrayList<>();
    for (JsonNode each : found) {
      String text = each.path("text").asString("").strip();
      if (text.isEmpty() || all.size() == MOST) {
        continue;
      }
      int line = Math.max(0, each.path("line").asInt(0));
      all.add(
          new Finding(
              each.path("path").asString(""),
              line,
              Math.max(line, each.path("end_line").asInt(line)),
              severity(each.path("severity").asString("")),
              text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…"));
    }
    return all;
  }

  private static String severity(String said) {
    return switch (said) {
      case "high", "low" -> said;
      default -> "medium";
    };
  }
}
