package dev.muster.desktop.review;

import dev.muster.engine.git.DiffLine;
import dev.muster.engine.git.DiffLine.Ending;
import dev.muster.engine.git.FileChange;
import dev.muster.engine.git.FileChange.Kind;
import dev.muster.engine.git.FileChange.Status;
import dev.muster.engine.git.FileDiff;
import dev.muster.engine.git.Hunk;
import java.util.List;

/** Changes as git would tell of them. */
public final class Changes {
  private Changes() {}

  /** A text file whose new content has an id made of one letter. */
  public static FileChange modified(String path, char id, int added, int removed) {
    return new FileChange(
        Status.MODIFIED,
        path,
        null,
        Kind.TEXT,
        "100644",
        "100644",
        "1".repeat(40),
        String.valueOf(id).repeat(40),
        added,
        removed);
  }

  /** A submodule that stands on another commit. */
  public static FileChange submodule(String path, char id) {
    return new FileChange(
        Status.MODIFIED,
        path,
        null,
        Kind.SUBMODULE,
        "160000",
        "160000",
        "1".repeat(40),
        String.valueOf(id).repeat(40),
        -1,
        -1);
  }

  /** One line replaced, between unchanged ones, from a line on. */
  public static FileDiff replaced(String path, int from, String before, String after) {
    List<DiffLine> lines =
        List.of(
            line(DiffLine.Kind.CONTEXT, from, from, "line " + from),
            line(DiffLine.Kind.CONTEXT, from + 1, from + 1, "line " + (from + 1)),
            line(DiffLine.Kind.CONTEXT, from + 2, from + 2, "line " + (from + 2)),
            line(DiffLine.Kind.REMOVED, from + 3, 0, before),
            line(DiffLine.Kind.ADDED, 0, from + 3, after),
            line(DiffLine.Kind.CONTEXT, from + 4, from + 4, "line " + (from + 4)),
            line(DiffLine.Kind.CONTEXT, from + 5, from + 5, "line " + (from + 5)),
            line(DiffLine.Kind.CONTEXT, from + 6, from + 6, "line " + (from + 6)));
    return new FileDiff(
        path, path, FileDiff.State.COMPLETE, List.of(new Hunk(from, 7, from, 7, "", lines)), "");
  }

  private static DiffLine line(DiffLine.Kind kind, int oldNo, int newNo, String text) {
    return new DiffLine(kind, oldNo, newNo, text, Ending.LF);
  }
}
