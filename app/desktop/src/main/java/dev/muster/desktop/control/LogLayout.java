package dev.muster.desktop.control;

import java.util.EnumMap;
import java.util.Map;
import java.util.function.Function;

/**
 * Where each row of a log stands. Rows are measured when they are needed, once per width; positions
 * are distances from the very first row ever appended, so that dropping old rows moves nothing.
 *
 * <p>In px: a line is {@value #LINE} high; a row that starts with a sign has {@value #GAP} more, so
 * that it stands on its own, while lines of output close up.
 */
final class LogLayout {
  static final int LINE = 17;
  static final int GAP = 4;

  /** Left edge of the sign, of the text, and the space kept free at the right. */
  static final int SIGN_X = 11;

  static final int TEXT_X = 33;
  static final int RIGHT = 12;

  /** Space between a row's text and its note. */
  private static final int NOTE_GAP = 14;

  /** Even a very narrow pane gets this much text into a line. */
  private static final int MIN_TEXT_WIDTH = 60;

  private final LogBuffer buffer;
  private final Map<LogFace, LineBreaker.Widths> widths = new EnumMap<>(LogFace.class);
  private double width = 400;

  /** Rows before this number have been measured for {@link #width}. */
  private long measuredEnd;

  /** Lower edge of the last measured row. */
  private long bottom;

  LogLayout(LogBuffer buffer, Function<LogFace, LineBreaker.Widths> widthsOf) {
    this.buffer = buffer;
    for (LogFace face : LogFace.values()) {
      widths.put(face, widthsOf.apply(face));
    }
  }

  /**
   * Sets the width of the view. True if rows must be measured again, which {@link #measure} does.
   */
  boolean setWidth(double newWidth) {
    if (newWidth == width) {
      return false;
    }
    width = newWidth;
    forget();
    return true;
  }

  /** Measures what has not been measured yet. */
  void measure() {
    if (measuredEnd < buffer.first()) {
      // Everything measured so far has been dropped, and some rows came and went unmeasured.
      measuredEnd = buffer.first();
    }
    for (long n = measuredEnd; n < buffer.end(); n++) {
      LogBuffer.Entry entry = buffer.entry(n);
      entry.top = bottom;
      entry.height = height(entry);
      bottom += entry.height;
    }
    measuredEnd = buffer.end();
    if (buffer.endWithTail() > buffer.end()) {
      LogBuffer.Entry tail = buffer.entry(buffer.end());
      tail.top = bottom;
      tail.height = height(tail);
    }
  }

  /** Measures a replaced row again and moves what stands below it. */
  void replaced(long number) {
    if (number >= measuredEnd) {
      return;
    }
    LogBuffer.Entry entry = buffer.entry(number);
    int height = height(entry);
    int by = height - entry.height;
    if (by == 0) {
      return;
    }
    entry.height = height;
    for (long n = number + 1; n < measuredEnd; n++) {
      buffer.entry(n).top += by;
    }
    bottom += by;
  }

  /** Forgets all heights; the oldest row keeps its place. */
  void forget() {
    long first = buffer.first();
    if (first < Math.min(measuredEnd, buffer.end())) {
      bottom = buffer.entry(first).top;
    }
    measuredEnd = first;
  }

  /** Upper edge of the oldest row. */
  long top() {
    return buffer.first() < buffer.end() ? buffer.entry(buffer.first()).top : bottom;
  }

  /** Lower edge of the last row, the tail included. */
  long bottom() {
    return buffer.endWithTail() > buffer.end()
        ? bottom + buffer.entry(buffer.end()).height
        : bottom;
  }

  /** Number of the row at a height, or the nearest there is; -1 if the log is empty. */
  long rowAt(double y) {
    long low = buffer.first();
    long high = buffer.endWithTail() - 1;
    if (low > high) {
      return -1;
    }
    while (low < high) {
      long middle = (low + high + 1) >>> 1;
      if (buffer.entry(middle).top <= y) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  /** Space above a row's first line. */
  static int above(LogKind kind) {
    return kind == LogKind.OUTPUT ? 0 : GAP / 2;
  }

  /** Starts and ends of a row's lines; see {@link LineBreaker#breaks}. */
  int[] lines(long number) {
    LogBuffer.Entry entry = buffer.entry(number);
    return LineBreaker.breaks(
        entry.text(), widths(entry.row), textWidth(entry.row), !entry.row.kind().mono());
  }

  /** The width a note takes up. */
  double noteWidth(LogRow row) {
    if (row.note().isEmpty()) {
      return 0;
    }
    LineBreaker.Widths glyphs = widths.get(LogFace.NOTE);
    double sum = 0;
    String note = row.note();
    for (int i = 0; i < note.length(); i++) {
      sum += glyphs == null ? 0 : glyphs.of(note.charAt(i));
    }
    return sum;
  }

  private int height(LogBuffer.Entry entry) {
    LogRow row = entry.row;
    if (row.isFolded()) {
      return 0;
    }
    int lines = LineBreaker.count(entry.text(), widths(row), textWidth(row), !row.kind().mono());
    return lines * LINE + (row.kind() == LogKind.OUTPUT ? 0 : GAP);
  }

  private double textWidth(LogRow row) {
    double note = noteWidth(row);
    return Math.max(MIN_TEXT_WIDTH, width - TEXT_X - RIGHT - (note == 0 ? 0 : note + NOTE_GAP));
  }

  private LineBreaker.Widths widths(LogRow row) {
    return java.util.Objects.requireNonNull(widths.get(LogFace.of(row.kind())));
  }
}
