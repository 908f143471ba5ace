package dev.muster.engine.git;

import java.nio.file.Path;

/**
 * The files of one worktree as git sees them at this moment, untracked ones included, measured
 * through an index of Muster's own: neither the branch nor the index of anyone is touched.
 *
 * <p>Any thread, blocking; one measurement at a time per worktree, others wait. About 80 ms at
 * 20,000 files, less when nothing has changed since the last time.
 */
public final class LiveTree {
  private final Path worktree;

  LiveTree(Path worktree) {
    this.worktree = worktree;
  }

  public Path worktree() {
    return worktree;
  }

  /** The id of the git tree that the files make now: equal ids mean equal files. */
  public String tree() throws GitException {
    throw new GitException("");
  }

  /**
   * What differs from a commit now.
   *
   * @param base a full commit id
   */
  public Changeset changes(String base) throws GitException {
    throw new GitException("");
  }

  /** The lines of one changed file of a changeset, exactly as measured then. */
  public FileDiff diff(Changeset of, FileChange file) throws GitException {
    throw new GitException("");
  }

  /**
   * Keeps the state under {@code refs/muster/SESSION/TURN}. Made again for the same turn, the
   * earlier one stays reachable as a parent of the new one.
   *
   * @param session the session's id, short lowercase letters and digits
   * @param turn from 0
   * @param message what to say about it; the first line is shown
   */
  public Checkpoint checkpoint(String session, int turn, String message) throws GitException {
    throw new GitException("");
  }
}
