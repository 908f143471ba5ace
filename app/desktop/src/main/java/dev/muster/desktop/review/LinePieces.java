package dev.muster.desktop.review;

import java.util.ArrayList;
import java.util.List;

/** Cuts long lines into pieces that can be shown one below the other. */
final class LinePieces {
  /** UTF-16 units in a piece. */
  static final int LONGEST = 120;

  private LinePieces() {}

  /** Pieces of {@link #LONGEST} units; none ends within a character. */
  static List<String> of(List<String> lines) {
    return of(lines, LONGEST);
  }

  /**
   * No piece ends within a character.
   *
   * @param longest UTF-16 units in a piece, two at least
   */
  static List<String> of(List<String> lines, int longest) {
    List<String> pieces = new ArrayList<>();
    for (String line : lines) {
      int from = 0;
      do {
        int to = Math.min(line.length(), from + longest);
        if (to < line.length() && Character.isLowSurrogate(line.charAt(to))) {
          to--;
        }
        pieces.add(line.substring(from, to));
        from = to;
      } while (from < line.length());
    }
    return pieces;
  }
}
