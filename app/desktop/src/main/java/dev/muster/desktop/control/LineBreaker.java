package dev.muster.desktop.control;

import java.util.Arrays;

/** Breaks a row's text into the lines that fit a width; arithmetic only, no toolkit. */
final class LineBreaker {
  /** The widths of a font's characters. */
  interface Widths {
    /** The advance of a character, in px. */
    float of(int codePoint);

    /** Whether all printable ASCII characters have the width of {@code '0'}. */
    boolean fixed();
  }

  /** In characters: a width of exactly n columns holds n, whatever floating point makes of it. */
  private static final double TOLERANCE = 0.001;

  private LineBreaker() {}

  /**
   * Where lines begin and end.
   *
   * @param words whether to break between words where possible (prose) or at any character (code)
   * @return start and end (exclusive, without the line break) of each line in turn; never empty
   */
  static int[] breaks(String text, Widths widths, double width, boolean words) {
    Spans spans = new Spans();
    int start = 0;
    while (true) {
      int newline = text.indexOf('\n', start);
      int end = newline < 0 ? text.length() : newline;
      paragraph(text, start, end, widths, width, words, spans);
      if (newline < 0) {
        return spans.done();
      }
      start = newline + 1;
    }
  }

  /** How many lines {@link #breaks} would find; by division where the font allows it. */
  static int count(String text, Widths widths, double width, boolean words) {
    if (!words && widths.fixed() && isPlainLine(text)) {
      int columns = columns(widths, width);
      return Math.max(1, (text.length() + columns - 1) / columns);
    }
    return breaks(text, widths, width, words).length / 2;
  }

  private static void paragraph(
      String text, int from, int to, Widths widths, double width, boolean words, Spans out) {
    if (from == to) {
      out.add(from, to);
      return;
    }
    int lineStart = from;
    int breakAt = -1; // where the next line would start if the line had to end before i
    double used = 0;
    double usedToBreak = 0;
    double limit = width + TOLERANCE * widths.of('0');
    for (int i = from; i < to; ) {
      int c = text.codePointAt(i);
      int next = i + Character.charCount(c);
      double advance = widths.of(c);
      boolean space = c == ' ';
      // A space may hang over the edge; anything else starts a new line. One character always fits.
      if (used + advance > limit && i > lineStart && !(space && words)) {
        int cut = words && breakAt > lineStart ? breakAt : i;
        out.add(lineStart, cut);
        used -= cut == i ? used : usedToBreak;
        lineStart = cut;
        breakAt = -1;
      }
      used += advance;
      if (words && breaksAfter(c)) {
        breakAt = next;
        usedToBreak = used;
      }
      i = next;
    }
    out.add(lineStart, to);
  }

  private static boolean breaksAfter(int c) {
    return c == ' ' || c == '-' || c == '/' || c >= 0x2E80 && Character.isIdeographic(c);
  }

  private static boolean isPlainLine(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c > '~') {
        return false;
      }
    }
    return true;
  }

  private static int columns(Widths widths, double width) {
    return Math.max(1, (int) (width / widths.of('0') + TOLERANCE));
  }

  /** A growing list of start and end pairs. */
  private static final class Spans {
    private int[] values = new int[8];
    private int size;

    void add(int start, int end) {
      if (size == values.length) {
        values = Arrays.copyOf(values, size * 2);
      }
      values[size++] = start;
      values[size++] = end;
    }

    int[] done() {
      return Arrays.copyOf(values, size);
    }
  }
}
