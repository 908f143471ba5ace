package dev.muster.desktop.review;

import dev.muster.desktop.control.DiffHunk;
import dev.muster.desktop.control.DiffLine;
import dev.muster.engine.git.DiffLine.Ending;
import dev.muster.engine.git.FileDiff;
import dev.muster.engine.git.Hunk;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes of what git said what a diff sheet lists, line ends included: where all lines end with CRLF
 * it is said once, where they differ each one is marked. Any thread.
 */
final class ReviewLines {
  private ReviewLines() {}

  /**
   * Hunks as they are listed.
   *
   * @param original as git told of them
   * @param note a sentence about the file, or empty
   * @param cut whether there are more
   */
  record Listed(List<DiffHunk> hunks, List<Hunk> original, String note, boolean crlf, boolean cut) {
    Listed {
      hunks = List.copyOf(hunks);
      original = List.copyOf(original);
    }
  }

  static Listed of(FileDiff diff) {
    boolean any = false;
    boolean all = true;
    for (Hunk hunk : diff.hunks()) {
      for (dev.muster.engine.git.DiffLine line : hunk.lines()) {
        any |= line.ending() == Ending.CRLF;
        all &= line.ending() != Ending.LF;
      }
    }
    boolean mark = any && !all;
    List<DiffHunk> hunks = diff.hunks().stream().map(hunk -> hunk(hunk, mark)).toList();
    String ends =
        !any
            ? ""
            : all ? "Lines end with CRLF." : "Line ends differ: ␍ marks those that end with CRLF.";
    String note =
        diff.note().isEmpty() || ends.isEmpty() ? diff.note() + ends : diff.note() + " " + ends;
    return new Listed(hunks, diff.hunks(), note, any && all, diff.state() == FileDiff.State.CUT);
  }

  private static DiffHunk hunk(Hunk hunk, boolean mark) {
    List<DiffLine> lines = new ArrayList<>(hunk.lines().size());
    for (dev.muster.engine.git.DiffLine line : hunk.lines()) {
      lines.add(
          new DiffLine(
              switch (line.kind()) {
                case CONTEXT -> DiffLine.Kind.CONTEXT;
                case ADDED -> DiffLine.Kind.ADDED;
                case REMOVED -> DiffLine.Kind.REMOVED;
              },
              mark && line.ending() == Ending.CRLF ? line.text() + "\r" : line.text(),
              line.ending() == Ending.NONE,
              line.more()));
    }
    return new DiffHunk(hunk.oldStart(), hunk.newStart(), hunk.section(), lines);
  }

  /**
   * The lines of a file as context.
   *
   * @param plainCrlf whether the CR at the ends of lines is left out
   */
  static List<DiffLine> context(byte[] file, boolean plainCrlf) {
    String text = new String(file, StandardCharsets.UTF_8);
    List<DiffLine> lines = new ArrayList<>();
    int at = 0;
    while (at < text.length()) {
      int end = text.indexOf('\n', at);
      boolean last = end < 0;
      int stop = last ? text.length() : end;
      boolean cut = plainCrlf && !last && stop > at && text.charAt(stop - 1) == '\r';
      lines.add(
          new DiffLine(DiffLine.Kind.CONTEXT, text.substring(at, cut ? stop - 1 : stop), last));
      at = stop + 1;
    }
    return lines;
  }
}
