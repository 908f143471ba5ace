package dev.muster.cli;

/**
 * Makes what an agent, a model or a repository says safe to print: control characters could move
 * the cursor, recolour an approval or hide a part of a command, so they are shown instead of sent.
 */
final class Plain {
  private Plain() {}

  /** Keeps line ends and tabs. */
  static String text(String said) {
    StringBuilder safe = null;
    for (int i = 0; i < said.length(); i++) {
      char c = said.charAt(i);
      boolean keep = c == '\n' || c == '\t' || !moves(c);
      if (keep && safe == null) {
        continue;
      }
      if (safe == null) {
        safe = new StringBuilder(said.length() + 16).append(said, 0, i);
      }
      if (keep) {
        safe.append(c);
      } else if (c != '\r' || i + 1 >= said.length() || said.charAt(i + 1) != '\n') {
        show(safe, c);
      }
    }
    return safe == null ? said : safe.toString();
  }

  /** A path: a line end or tab in it is a part of a name, and shown as such. */
  static String path(String said) {
    return text(said).replace('\n', '\u240a').replace('\t', '\u2409');
  }

  /** One line: line ends and tabs are spaces, and it has at most so many characters. */
  static String line(String said, int longest) {
    String line = text(said.strip()).replaceAll("\\s+", " ");
    return line.length() <= longest ? line : cut(line, longest - 1) + "…";
  }

  private static String cut(String line, int at) {
    boolean splitsPair = Character.isHighSurrogate(line.charAt(at - 1));
    return line.substring(0, splitsPair ? at - 1 : at).stripTrailing();
  }

  private static boolean moves(char c) {
    return Character.isISOControl(c)
        || c == '\u2028'
        || c == '\u2029'
        || c == '\u200e'
        || c == '\u200f'
        || c == '\u061c'
        || (c >= '\u202a' && c <= '\u202e')
        || (c >= '\u2066' && c <= '\u2069');
  }

  private static void show(StringBuilder safe, char c) {
    if (c < 0x20) {
      // The pictures of control characters stand in the same order from U+2400 on.
      safe.append((char) (0x2400 + c));
    } else {
      safe.append(String.format("<U+%04X>", (int) c));
    }
  }
}
