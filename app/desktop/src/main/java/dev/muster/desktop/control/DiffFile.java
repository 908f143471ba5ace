package dev.muster.desktop.control;

import java.util.List;

/**
 * One changed file.
 *
 * @param change what happened to it
 * @param path its path in the repository, with slashes
 * @param oldPath its path before a rename or copy; else the same as {@code path}
 * @param added number of added lines
 * @param removed number of removed lines
 * @param hunks its changes; empty if there is nothing to show by lines
 * @param notice a sentence where lines are missing: that it is binary, too large, or cut, and where
 *     the rest is; empty if nothing is missing
 */
public record DiffFile(
    Change change,
    String path,
    String oldPath,
    int added,
    int removed,
    List<DiffHunk> hunks,
    String notice) {
  /** What happened to a file. */
  public enum Change {
    ADDED("new"),
    MODIFIED(""),
    DELETED("deleted"),
    RENAMED("renamed"),
    COPIED("copied"),
    /** Only its permissions or type changed. */
    MODE("mode changed");

    private final String word;

    Change(String word) {
      this.word = word;
    }

    /** What the header says besides the path; empty for an ordinary change. */
    public String word() {
      return word;
    }
  }

  public DiffFile {
    hunks = List.copyOf(hunks);
  }

  /** A file with changed lines, its counts taken from them. */
  public static DiffFile modified(String path, List<DiffHunk> hunks) {
    return new DiffFile(
        Change.MODIFIED,
        path,
        path,
        count(hunks, DiffLine.Kind.ADDED),
        count(hunks, DiffLine.Kind.REMOVED),
        hunks,
        "");
  }

  private static int count(List<DiffHunk> hunks, DiffLine.Kind kind) {
    return (int)
        hunks.stream()
            .flatMap(hunk -> hunk.lines().stream())
            .filter(line -> line.kind() == kind)
            .count();
  }
}
