package dev.muster.engine.git;

/**
 * What a worktree takes on the disk, by what it is.
 *
 * @param source bytes of files that git tracks or would track
 * @param ignored bytes of files that git is told to ignore: what builds and package managers make
 * @param complete false when a part could not be read, or it was cut short
 */
public record WorktreeCost(long source, long ignored, boolean complete) {
  /** Of a folder that is not there. */
  public static final WorktreeCost NONE = new WorktreeCost(0, 0, true);
}
