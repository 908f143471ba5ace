package dev.muster.engine.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.StringJoiner;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads the files that come with the demo. */
final class DemoFiles {
  private static final String LINES = ".lines";

  private DemoFiles() {}

  /**
   * A file as text.
   *
   * @throws UncheckedIOException when it is missing: Muster was then built wrongly
   */
  static String text(String name) {
    try (InputStream in = DemoFiles.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IOException("The demo's file " + name + " is missing in this build of Muster.");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }

  /** A file as JSON. */
  static JsonNode json(String name) {
    return JsonMapper.shared().readTree(text(name));
  }

  /**
   * A script in the form of the rehearsal. In the demo's files a field whose name ends with
   * ".lines" holds an array of lines and stands for the field without that ending, so that code in
   * a script can be read: {@code "content.lines": ["a", "b"]} is {@code "content": "a\nb"}.
   */
  static String script(String name) {
    return joined(json("scripts/" + name + ".json")).toString();
  }

  private static JsonNode joined(JsonNode node) {
    return switch (node) {
      case ObjectNode object -> {
        ObjectNode made = object.objectNode();
        for (var field : object.properties()) {
          String key = field.getKey();
          if (key.endsWith(LINES) && field.getValue() instanceof ArrayNode lines) {
            StringJoiner text = new StringJoiner("\n");
            lines.forEach(line -> text.add(line.asString()));
            made.put(key.substring(0, key.length() - LINES.length()), text.toString());
          } else {
            made.set(key, joined(field.getValue()));
          }
        }
        yield made;
      }
      case ArrayNode array -> {
        ArrayNode made = array.arrayNode();
        array.forEach(item -> made.add(joined(item)));
        yield made;
      }
      default -> node;
    };
  }
}
