package dev.muster.engine.export;

import java.util.Locale;

/** Writes what others said into Markdown so that it stays text: no HTML, no pictures, no ends. */
final class MarkdownText {
  /** At most this many characters of one output; the rest is counted. */
  static final int LONGEST = 100_000;

  private MarkdownText() {}

  /** In the line: nothing in it has a meaning. */
  static String inline(String said) {
    StringBuilder safe = new StringBuilder(said.length() + 16);
    for (char c : visible(said).replaceAll("\\s+", " ").strip().toCharArray()) {
      if ("\\`*_[]<>#|~!&".indexOf(c) >= 0) {
        safe.append('\\');
      }
      safe.append(c);
    }
    return safe.toString();
  }

  /** A word of code in the line. */
  static String code(String said) {
    String line = visible(said).replaceAll("\\s+", " ").strip();
    if (line.isEmpty()) {
      return "";
    }
    String fence = "`".repeat(longestRun(line) + 1);
    boolean edge = line.startsWith("`") || line.endsWith("`");
    return edge ? fence + " " + line + " " + fence : fence + line + fence;
  }

  /** A block of text in a fence that nothing in it can close. */
  static String fenced(String said, String language) {
    String shown = said.length() <= LONGEST ? said : said.substring(0, LONGEST);
    String text = visible(shown);
    String fence = "`".repeat(Math.max(3, longestRun(text) + 1));
    String cut =
        said.length() > LONGEST
            ? String.format(
                Locale.ROOT, "%n*… %,d characters more are left out.*%n", said.length() - LONGEST)
            : "";
    return fence + language + "\n" + text + (text.endsWith("\n") ? "" : "\n") + fence + "\n" + cut;
  }

  /**
   * What somebody wrote in Markdown, as a quotation: it keeps its lists and code, and cannot bring
   * in HTML, pictures or headings of the page.
   */
  static String quoted(String said) {
    StringBuilder quoted = new StringBuilder();
    boolean code = false;
    for (String line : visible(said).split("\n", -1)) {
      boolean fence =
          line.stripLeading().startsWith("```") || line.stripLeading().startsWith("~~~");
      String safe = code || fence ? line : line.replace("<", "\\<").replace("![", "!\\[");
      code ^= fence;
      quoted.append("> ").append(safe).append('\n');
    }
    return quoted.toString();
  }

  /** Characters that hide or turn text are shown instead. */
  static String visible(String said) {
    StringBuilder safe = null;
    for (int i = 0; i < said.length(); i++) {
      char c = said.charAt(i);
      boolean hides =
          (Character.isISOControl(c) && c != '\n' && c != '\t' && !endsLine(said, i))
              || c == '\u2028'
              || c == '\u2029'
              || c == '\u200e'
              || c == '\u200f'
              || c == '\u061c'
              || (c >= '\u202a' && c <= '\u202e')
              || (c >= '\u2066' && c <= '\u2069');
      if (hides && safe == null) {
        safe = new StringBuilder(said.length() + 16).append(said, 0, i);
      }
      if (safe != null) {
        if (!hides) {
          safe.append(c);
        } else if (c < 0x20) {
          safe.append((char) (0x2400 + c));
        } else {
          safe.append(String.format("<U+%04X>", (int) c));
        }
      }
    }
    return safe == null ? said : safe.toString();
  }

  private static boolean endsLine(String said, int i) {
    return said.charAt(i) == '\r' && i + 1 < said.length() && said.charAt(i + 1) == '\n';
  }

  private static int longestRun(String text) {
    int longest = 0;
    int run = 0;
    for (int i = 0; i < text.length(); i++) {
      run = text.charAt(i) == '`' ? run + 1 : 0;
      longest = Math.max(longest, run);
    }
    return longest;
  }
}
