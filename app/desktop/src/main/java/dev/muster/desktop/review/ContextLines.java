package dev.muster.desktop.review;

import dev.muster.desktop.control.DiffHunk;
import dev.muster.desktop.control.DiffLine;
import java.util.ArrayList;
import java.util.List;

/** Adds lines that did not change to hunks; hunks that then touch become one. Pure functions. */
final class ContextLines {
  private ContextLines() {}

  /**
   * Shows more lines above a hunk.
   *
   * @param file the lines of the new side
   * @param index the hunk below the hidden lines; the number of hunks for those behind the last
   * @param count how many more lines
   */
  static List<DiffHunk> more(List<DiffHunk> hunks, List<DiffLine> file, int index, int count) {
    List<DiffHunk> all = new ArrayList<>(hunks);
    if (index >= all.size()) {
      DiffHunk last = all.removeLast();
      int next = endOf(last);
      int to = Math.min(file.size(), next - 1 + count);
      all.add(joined(last, file.subList(Math.min(next - 1, to), to), List.of()));
      return List.copyOf(all);
    }
    DiffHunk below = all.get(index);
    int first = index == 0 ? 1 : endOf(all.get(index - 1));
    int start = Math.max(first, below.newStart() - count);
    List<DiffLine> shown =
        file.subList(Math.min(start - 1, file.size()), Math.min(below.newStart() - 1, file.size()));
    if (start == first && index > 0) {
      all.set(index - 1, joined(all.get(index - 1), shown, below.lines()));
      all.remove(index);
    } else {
      List<DiffLine> lines = new ArrayList<>(shown);
      lines.addAll(below.lines());
      all.set(
          index,
          new DiffHunk(
              below.oldStart() - shown.size(),
              below.newStart() - shown.size(),
              below.heading(),
              lines));
    }
    return List.copyOf(all);
  }

  /** Shows the whole file: one hunk. */
  static List<DiffHunk> all(List<DiffHunk> hunks, List<DiffLine> file) {
    List<DiffHunk> now = hunks;
    while (now.size() > 1) {
      now = more(now, file, 1, Integer.MAX_VALUE / 2);
    }
    now = more(now, file, 0, Integer.MAX_VALUE / 2);
    return more(now, file, 1, Integer.MAX_VALUE / 2);
  }

  /** Lines of the new side behind the last hunk. */
  static int after(List<DiffHunk> hunks, int fileLines) {
    return hunks.isEmpty() ? 0 : Math.max(0, fileLines - endOf(hunks.getLast()) + 1);
  }

  /** Number of the first new line behind a hunk. */
  private static int endOf(DiffHunk hunk) {
    int lines = 0;
    for (DiffLine line : hunk.lines()) {
      lines += line.kind() == DiffLine.Kind.REMOVED ? 0 : 1;
    }
    return hunk.newStart() + lines;
  }

  private static DiffHunk joined(DiffHunk above, List<DiffLine> between, List<DiffLine> below) {
    List<DiffLine> lines = new ArrayList<>(above.lines());
    lines.addAll(between);
    lines.addAll(below);
    return new DiffHunk(above.oldStart(), above.newStart(), above.heading(), lines);
  }
}
