package dev.muster.engine.git;

import java.nio.file.Path;
import java.util.List;

/**
 * Makes, lists, locks and weighs the worktrees of one repository.
 *
 * <p>Any thread, blocking. At most two worktrees of a repository are made at the same time, others
 * wait: more at once only makes each slower.
 */
public final class Worktrees {
  private final Repository repository;

  Worktrees(Repository repository) {
    this.repository = repository;
  }

  /**
   * Makes a worktree on a new branch {@code muster/…} and copies the ignored files that {@code
   * .worktreeinclude} names into it. Takes seconds on a large repository.
   *
   * @throws GitException when it could not be made; nothing of it is left then
   */
  public CreatedWorktree create(WorktreeRequest request) throws GitException {
    throw new GitException(repository.name());
  }

  /** All worktrees, the main checkout first. */
  public List<Worktree> list() throws GitException {
    return List.of();
  }

  /** The worktree at a path; its folder may be gone. */
  public Worktree at(Path path) throws GitException {
    throw new GitException("");
  }

  /** Keeps everyone from removing a worktree, and says why. Does nothing when it is locked. */
  public void lock(Path path, String reason) throws GitException {
    throw new GitException("");
  }

  /** Undoes {@link #lock}. Does nothing when it is not locked. */
  public void unlock(Path path) throws GitException {
    throw new GitException("");
  }

  /** What a folder takes on the disk; about 0.2 s for 20,000 files. */
  public DiskCost cost(Path path) {
    return new DiskCost(0, 0, false);
  }

  /**
   * The files of a worktree as they are now.
   *
   * @param worktree its folder
   * @param index a file of Muster's own that remembers what was measured, outside the repository;
   *     one per worktree, made when missing, may be deleted at any time
   */
  public LiveTree live(Path worktree, Path index, ChangeBounds bounds) throws GitException {
    throw new GitException("");
  }
}
