package dev.muster.desktop.control;

/** A row of a diff as it is listed: everything is a row of the same height. */
sealed interface DiffRow {
  /** The header of a file. */
  record File(DiffFile file) implements DiffRow {}

  /** The header of a hunk. */
  record Hunk(HunkText text) implements DiffRow {}

  /**
   * A line. Side by side, a removed and an added line share a row; in one column one of the two is
   * missing, or both are the same unchanged line.
   *
   * @param text the hunk
   * @param left index of the line before the change in the hunk; -1 for none
   * @param right index of the line after the change in the hunk; -1 for none
   * @param last whether it is the last of its hunk
   */
  record Line(HunkText text, int left, int right, boolean last) implements DiffRow {
    /** The line shown when there is one column. */
    int index() {
      return right >= 0 ? right : left;
    }
  }

  /** A sentence in place of lines. */
  record Notice(DiffFile file, String sentence) implements DiffRow {}

  /** Free space between files. */
  record Space() implements DiffRow {}
}
