package dev.muster.desktop.control;

import java.util.regex.Pattern;

/**
 * Makes text from agents and programs fit to be shown: nothing that steers a terminal or turns the
 * writing direction reaches the screen as itself.
 */
public final class VisibleText {
  /** Colour and cursor sequences of terminals (ECMA-48 CSI and OSC, and two-byte escapes). */
  private static final Pattern ANSI =
      Pattern.compile(
          "\u001b(?:\\[[0-?]*[ -/]*[@-~]|\\][^\u0007\u001b]*(?:\u0007|\u001b\\\\)|[@-Z\\\\-_])");

  private static final int TAB = 4;

  private VisibleText() {}

  /**
   * The text with every character visible, for what a person has to judge by its exact words: a
   * command, a path, a pattern. Line breaks stay; tabs, control and format characters (among them
   * those that turn the direction or have no width), unusual spaces and broken surrogates are
   * written as {@code ⟨U+202E⟩}.
   */
  public static String exact(String text) {
    if (isPlain(text)) {
      return text;
    }
    StringBuilder out = new StringBuilder(text.length() + 16);
    text.codePoints()
        .forEach(
            c -> {
              if (c == '\n' || !hides(c)) {
                out.appendCodePoint(c);
              } else {
                mark(out, c);
              }
            });
    return out.toString();
  }

  /**
   * A path, or what else has to stand in one line, with every character visible: as {@link #exact},
   * and a line break is written as {@code ⟨U+000A⟩}, too. What stands behind one in a file's name
   * would else be cut off or look like another line.
   */
  public static String onOneLine(String text) {
    return exact(text).replace("\n", "⟨U+000A⟩");
  }

  /**
   * The text as a log shows it: terminal colours taken out, of a line that was overwritten with
   * carriage returns only what was last seen, tabs as spaces, other invisible characters as {@code
   * ⟨U+202E⟩}, and no more than {@code max} characters, with a word that says so when it was cut.
   */
  public static String forLog(String text, int max) {
    boolean cut = text.length() > max;
    String shown =
        cut
            ? text.substring(0, Character.isHighSurrogate(text.charAt(max - 1)) ? max - 1 : max)
            : text;
    if (!isPlain(shown)) {
      shown = clean(shown);
    }
    return cut
        ? shown + " … (%,d more characters are not shown here)".formatted(text.length() - max)
        : shown;
  }

  /**
   * A line of code as a diff shows it: tabs as spaces, everything invisible as {@code ⟨U+202E⟩} (so
   * that no line can look like another), a carriage return at its end as {@code ␍}, and no more
   * than {@code max} characters, with a word that says so when it was cut.
   */
  public static String forCode(String line, int max) {
    return forCode(line, max, 0);
  }

  /**
   * The same of a line of which not all is at hand.
   *
   * @param missing characters that stand behind it
   */
  public static String forCode(String line, int max, int missing) {
    if (line.length() <= max && missing == 0 && isPlain(line)) {
      return line;
    }
    int more = Math.max(0, line.length() - max) + missing;
    String tail = more > 0 ? " … (%,d more characters)".formatted(more) : "";
    StringBuilder out = new StringBuilder(Math.min(line.length(), max) + 16);
    for (int i = 0; i < Math.min(line.length(), max); ) {
      int c = line.codePointAt(i);
      i += Character.charCount(c);
      if (c == '\t') {
        do {
          out.append(' ');
        } while (out.length() % TAB != 0);
      } else if (c == '\r' && i == line.length()) {
        out.append('␍');
      } else if (c == '\n' || hides(c)) {
        mark(out, c);
      } else {
        out.appendCodePoint(c);
      }
    }
    return out.append(tail).toString();
  }

  private static String clean(String text) {
    String bare = text.indexOf('\u001b') < 0 ? text : ANSI.matcher(text).replaceAll("");
    StringBuilder out = new StringBuilder(bare.length());
    int lineStart = 0;
    for (int i = 0; i < bare.length(); ) {
      int c = bare.codePointAt(i);
      i += Character.charCount(c);
      switch (c) {
        case '\n' -> {
          out.append('\n');
          lineStart = out.length();
        }
        case '\t' -> {
          do {
            out.append(' ');
          } while ((out.length() - lineStart) % TAB != 0);
        }
        case '\r' -> {
          if (i < bare.length() && bare.charAt(i) != '\n') {
            out.setLength(lineStart);
          }
        }
        default -> {
          if (hides(c) && !isJoiner(c)) {
            mark(out, c);
          } else {
            out.appendCodePoint(c);
          }
        }
      }
    }
    return out.toString();
  }

  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' && c != '\n' || c >= 0x7f) {
        return false;
      }
    }
    return true;
  }

  /** Whether a person cannot see that the character is there, or what it does to its neighbours. */
  private static boolean hides(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      case Character.SPACE_SEPARATOR -> c != ' ';
      // Fillers and blanks that are letters or symbols by type but leave nothing on the screen.
      default -> c == 0x115F || c == 0x1160 || c == 0x3164 || c == 0xFFA0 || c == 0x2800;
    };
  }

  /** Joins emoji and letters of some scripts; harmless in prose. */
  private static boolean isJoiner(int c) {
    return c == 0x200D || c == 0x200C || c == 0xA0 || c == 0x202F;
  }

  private static void mark(StringBuilder out, int c) {
    out.append("⟨U+").append("%04X".formatted(c)).append('⟩');
  }
}
