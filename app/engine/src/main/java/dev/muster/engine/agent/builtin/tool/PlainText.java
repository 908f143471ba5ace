package dev.muster.engine.agent.builtin.tool;

/**
 * What a person would see of a terminal's output in the end: without colours and cursor movements,
 * lines that were drawn over and over as they were last.
 */
final class PlainText {
  private static final char ESCAPE = 0x1B;

  private PlainText() {}

  static String of(String text) {
    StringBuilder plain = new StringBuilder(text.length());
    int lineStart = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == ESCAPE) {
        i = sequenceEnd(text, i);
      } else if (c == '\n') {
        plain.append(c);
        lineStart = plain.length();
      } else if (c == '\r') {
        boolean lineEnds = i + 1 >= text.length() || text.charAt(i + 1) == '\n';
        if (!lineEnds && text.charAt(i + 1) != '\r') {
          plain.setLength(lineStart);
        }
      } else if (c == '\b') {
        plain.setLength(Math.max(lineStart, plain.length() - 1));
      } else if (c == '\t' || !Character.isISOControl(c)) {
        plain.append(c);
      }
    }
    return plain.toString();
  }

  /** The last character of the control sequence that begins here. */
  private static int sequenceEnd(String text, int escape) {
    int i = escape + 1;
    if (i >= text.length()) {
      return escape;
    }
    char kind = text.charAt(i);
    if (kind == '[') {
      for (i++; i < text.length(); i++) {
        if (text.charAt(i) >= 0x40 && text.charAt(i) <= 0x7E) {
          return i;
        }
        if (text.charAt(i) < 0x20) {
          return i - 1; // broken off: what follows is text again
        }
      }
      return text.length() - 1;
    }
    if (kind == ']' || kind == 'P' || kind == '_' || kind == '^' || kind == 'X') {
      for (i++; i < text.length(); i++) {
        char c = text.charAt(i);
        if (c == 0x07) {
          return i;
        }
        if (c == ESCAPE) {
          return i + 1 < text.length() && text.charAt(i + 1) == '\\' ? i + 1 : i - 1;
        }
        if (c == '\n') {
          return i - 1;
        }
      }
      return text.length() - 1;
    }
    if (kind >= 0x20 && kind <= 0x2F) {
      return Math.min(text.length() - 1, i + 1);
    }
    return kind == '\n' ? escape : i;
  }
}
