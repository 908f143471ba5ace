package dev.muster.engine.git;

import java.nio.charset.StandardCharsets;

/**
 * Writes a path so that it stays one word on one line and looks like nothing else: as git writes it
 * (core.quotePath in git-config(1)), in double quotes and with backslashes, when it holds a line
 * break, another control character, a quote or something that turns the direction of writing or
 * cannot be seen. Letters of any script stay as they are.
 */
public final class ShownPath {
  private ShownPath() {}

  /** The path itself, where nothing in it is odd. */
  public static String of(String path) {
    if (path.codePoints().noneMatch(ShownPath::odd)) {
      return path;
    }
    StringBuilder out = new StringBuilder("\"");
    path.codePoints().forEach(c -> escape(out, c));
    return out.append('"').toString();
  }

  private static boolean odd(int c) {
    return c == '"'
        || c == '\\'
        || switch (Character.getType(c)) {
          case Character.CONTROL,
              Character.FORMAT,
              Character.SURROGATE,
              Character.PRIVATE_USE,
              Character.UNASSIGNED,
              Character.LINE_SEPARATOR,
              Character.PARAGRAPH_SEPARATOR ->
              true;
          case Character.SPACE_SEPARATOR -> c != ' ';
          default -> false;
        };
  }

  private static void escape(StringBuilder out, int c) {
    switch (c) {
      case '\n' -> out.append("\\n");
      case '\t' -> out.append("\\t");
      case '\r' -> out.append("\\r");
      case '"' -> out.append("\\\"");
      case '\\' -> out.append("\\\\");
      default -> {
        if (odd(c)) {
          for (byte b : Character.toString(c).getBytes(StandardCharsets.UTF_8)) {
            out.append("\\%03o".formatted(b & 0xff));
          }
        } else {
          out.appendCodePoint(c);
        }
      }
    }
  }
}
