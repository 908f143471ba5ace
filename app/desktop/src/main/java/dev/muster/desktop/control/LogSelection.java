package dev.muster.desktop.control;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What is selected in a log, and its text. Knows rows and characters, no pixels. */
final class LogSelection {
  /** Between two characters of a row. */
  record Position(long row, int offset) implements Comparable<Position> {
    @Override
    public int compareTo(Position other) {
      int byRow = Long.compare(row, other.row);
      return byRow != 0 ? byRow : Integer.compare(offset, other.offset);
    }
  }

  private final LogBuffer buffer;
  private @Nullable Position anchor;
  private @Nullable Position caret;

  LogSelection(LogBuffer buffer) {
    this.buffer = buffer;
  }

  /** The end that moves; null if nothing was ever clicked or all of it has been dropped. */
  @Nullable Position caret() {
    Position at = caret;
    return at == null || buffer.endWithTail() == buffer.first() ? null : kept(at);
  }

  boolean isEmpty() {
    Position from = anchor;
    Position to = caret;
    return from == null || to == null || kept(from).equals(kept(to));
  }

  /** The end that comes first. Only if not {@link #isEmpty()}. */
  Position from() {
    Position a = kept(Objects.requireNonNull(anchor));
    Position c = kept(Objects.requireNonNull(caret));
    return a.compareTo(c) <= 0 ? a : c;
  }

  /** The end that comes last. Only if not {@link #isEmpty()}. */
  Position to() {
    Position a = kept(Objects.requireNonNull(anchor));
    Position c = kept(Objects.requireNonNull(caret));
    return a.compareTo(c) <= 0 ? c : a;
  }

  void clear() {
    anchor = null;
    caret = null;
  }

  /** Puts both ends at a position. */
  void place(Position at) {
    anchor = at;
    caret = at;
  }

  /** Moves the caret; the other end stays. */
  void extend(Position to) {
    if (anchor == null) {
      anchor = to;
    }
    caret = to;
  }

  void select(Position from, Position to) {
    anchor = from;
    caret = to;
  }

  void all() {
    long last = buffer.endWithTail() - 1;
    if (last >= buffer.first()) {
      select(new Position(buffer.first(), 0), new Position(last, buffer.text(last).length()));
    }
  }

  /**
   * Selects the word at a position: letters and digits, and what holds paths and names together.
   */
  void word(Position at) {
    String text = buffer.text(at.row());
    int start = Math.min(at.offset(), text.length());
    int end = start;
    while (start > 0 && inWord(text.charAt(start - 1))) {
      start--;
    }
    while (end < text.length() && inWord(text.charAt(end))) {
      end++;
    }
    select(new Position(at.row(), start), new Position(at.row(), end));
  }

  void row(long row) {
    select(new Position(row, 0), new Position(row, buffer.text(row).length()));
  }

  /** The position one character before or after. */
  Position step(Position at, int by) {
    String text = buffer.text(at.row());
    int offset = Math.min(at.offset(), text.length());
    if (by < 0) {
      if (offset > 0) {
        return new Position(at.row(), text.offsetByCodePoints(offset, -1));
      }
      long above = at.row() - 1;
      return above < buffer.first() ? at : new Position(above, buffer.text(above).length());
    }
    if (offset < text.length()) {
      return new Position(at.row(), text.offsetByCodePoints(offset, 1));
    }
    long below = at.row() + 1;
    return below >= buffer.endWithTail() ? at : new Position(below, 0);
  }

  /** The selected text, rows separated by line breaks; empty if nothing is selected. */
  String text() {
    if (isEmpty()) {
      return "";
    }
    Position from = from();
    Position to = to();
    StringBuilder out = new StringBuilder();
    for (long row = from.row(); row <= to.row(); row++) {
      String text = buffer.text(row);
      int start = row == from.row() ? Math.min(from.offset(), text.length()) : 0;
      int end = row == to.row() ? Math.min(to.offset(), text.length()) : text.length();
      if (row > from.row()) {
        out.append('\n');
      }
      out.append(text, start, Math.max(start, end));
    }
    return out.toString();
  }

  /** The selected stretch of a row as start and end offset; null if none of it is selected. */
  int @Nullable [] within(long row) {
    if (isEmpty()) {
      return null;
    }
    Position from = from();
    Position to = to();
    if (row < from.row() || row > to.row()) {
      return null;
    }
    int length = buffer.text(row).length();
    int start = row == from.row() ? Math.min(from.offset(), length) : 0;
    int end = row == to.row() ? Math.min(to.offset(), length) : length;
    return new int[] {start, end};
  }

  private Position kept(Position at) {
    if (at.row() < buffer.first()) {
      return new Position(buffer.first(), 0);
    }
    long last = Math.max(buffer.first(), buffer.endWithTail() - 1);
    return at.row() > last ? new Position(last, Integer.MAX_VALUE) : at;
  }

  private static boolean inWord(char c) {
    return Character.isLetterOrDigit(c) || "_-./@:~+".indexOf(c) >= 0;
  }
}
