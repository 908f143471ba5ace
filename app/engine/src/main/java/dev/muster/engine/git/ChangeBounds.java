package dev.muster.engine.git;

/**
 * How much of a worktree is measured and shown; what is beyond is said, never silently dropped.
 *
 * @param maxUntrackedBytes an untracked file larger than this is not stored
 * @param maxUntrackedFiles untracked files beyond this number are not stored
 * @param maxFiles changed files listed
 * @param maxTextBytes a file larger than this is treated as binary
 * @param maxCountBytes the lines of a file larger than this are not counted for the list: that
 *     takes git as long as the whole difference of it; see {@link Compare#counted}
 * @param maxPatchBytes how much of one file's diff is read
 * @param maxPatchLines how many lines of one file's diff are kept
 * @param maxLineChars how much of one line is kept
 */
public record ChangeBounds(
    long maxUntrackedBytes,
    int maxUntrackedFiles,
    int maxFiles,
    long maxTextBytes,
    long maxCountBytes,
    int maxPatchBytes,
    int maxPatchLines,
    int maxLineChars) {
  public static final ChangeBounds DEFAULT =
      new ChangeBounds(64L << 20, 20_000, 5_000, 16L << 20, 16L << 20, 8 << 20, 50_000, 4_000);

  /** The same, with files of up to 64 MiB as text: where a person looks, and not all the time. */
  public static final ChangeBounds REVIEW =
      new ChangeBounds(64L << 20, 20_000, 5_000, 64L << 20, 1L << 20, 8 << 20, 50_000, 4_000);

  public ChangeBounds {
    maxCountBytes = Math.min(maxCountBytes, maxTextBytes);
  }

  /** The same, with so many lines of one file's diff. */
  public ChangeBounds withLines(int lines) {
    return new ChangeBounds(
        maxUntrackedBytes,
        maxUntrackedFiles,
        maxFiles,
        maxTextBytes,
        maxCountBytes,
        (int) Math.min(Math.max(1L << 20, lines * 200L), 1 << 30),
        lines,
        maxLineChars);
  }

  /** The same, with so many files listed. */
  public ChangeBounds withFiles(int files) {
    return new ChangeBounds(
        maxUntrackedBytes,
        maxUntrackedFiles,
        files,
        maxTextBytes,
        maxCountBytes,
        maxPatchBytes,
        maxPatchLines,
        maxLineChars);
  }

  /** Eight times as much, to ask again for what was left out. */
  public ChangeBounds wider() {
    return new ChangeBounds(
        maxUntrackedBytes << 3,
        Math.multiplyExact(Math.min(maxUntrackedFiles, 1 << 24), 8),
        Math.multiplyExact(Math.min(maxFiles, 1 << 24), 8),
        Math.min(maxTextBytes << 3, 1L << 30),
        maxCountBytes,
        (int) Math.min((long) maxPatchBytes << 3, 1 << 30),
        Math.multiplyExact(Math.min(maxPatchLines, 1 << 24), 8),
        Math.multiplyExact(Math.min(maxLineChars, 1 << 24), 8));
  }
}
