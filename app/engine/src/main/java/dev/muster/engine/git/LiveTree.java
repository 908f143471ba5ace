package dev.muster.engine.git;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The files of one worktree as git sees them at this moment, untracked ones included, measured
 * through an index of Muster's own: neither the branch nor the index of anyone is touched.
 *
 * <p>Any thread, blocking; one measurement at a time per worktree, others wait. About 80 ms at
 * 20,000 files, less when nothing has changed since the last time. File contents that were measured
 * are in the repository's object store until git prunes them.
 */
public final class LiveTree {
  private final Repository repository;
  private final Path worktree;
  private final Path gitDir;
  private final ChangeBounds bounds;
  private final PrivateIndex index;
  private final Measurement measurement;
  private final DiffReader diffs;
  private final ReentrantLock lock;

  /** The last answer; what is equal is not asked again. Guarded by {@link #lock}. */
  private @Nullable Changeset last;

  /** What was not measured for {@link #last}. Guarded by {@link #lock}. */
  private List<String> lastLeftOut = List.of();

  LiveTree(Repository repository, Path worktree, Path gitDir, Path index, ChangeBounds bounds) {
    this.repository = repository;
    this.worktree = worktree;
    this.gitDir = gitDir;
    this.bounds = bounds;
    this.index = new PrivateIndex(repository.git(), GitPlace.worktree(gitDir, worktree), index);
    this.measurement = new Measurement(repository.git(), this.index, worktree, bounds);
    this.diffs =
        new DiffReader(repository.git(), repository.commonDir(), CompareOptions.of(bounds));
    this.lock = repository.git().locks().worktree(gitDir);
  }

  public Path worktree() {
    return worktree;
  }

  /** The id of the git tree that the files make now: equal ids mean equal files. */
  public String tree() throws GitException {
    return measure().tree();
  }

  /**
   * What differs from a commit now.
   *
   * @param base a full commit id
   */
  public Changeset changes(String base) throws GitException {
    lock.lock();
    try {
      var measured = measurement.take();
      var known = last;
      if (known != null
          && known.base().equals(base)
          && known.tree().equals(measured.tree())
          && measured.leftOut().equals(lastLeftOut)) {
        return known;
      }
      last = diffs.changes(base, measured.tree(), measured.leftOut());
      lastLeftOut = measured.leftOut();
      return last;
    } finally {
      lock.unlock();
    }
  }

  /** The lines of one changed file of a changeset, exactly as measured then. */
  public FileDiff diff(Changeset of, FileChange file) throws GitException {
    return diffs.diff(of, file);
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
    var ref = MusterRefs.checkpoint(session, turn);
    var keeper = new Keeper(repository);
    lock.lock();
    try {
      // What does not depend on the files is asked while they are looked at.
      var standing = Both.inBackground(() -> Standing.now(repository.git(), index.own()));
      var before = Both.inBackground(() -> keeper.named(ref));
      Measurement.Measured measured;
      try {
        measured = measurement.take();
      } finally {
        standing.settle();
        before.settle();
      }
      var on = standing.get();
      // Without a commit (an agent may have made a branch without one) there is no parent.
      List<String> parents = on.head() == null ? List.of() : List.of(on.head());
      var commit =
          keeper.keep(ref, before.get(), measured.tree(), parents, on.after(message, session));
      return new Checkpoint(
          session,
          turn,
          ref,
          commit,
          measured.tree(),
          Instant.now(),
          message.lines().findFirst().orElse(""),
          measured.leftOut());
    } finally {
      lock.unlock();
    }
  }

  /**
   * What takes parts of the changes out of this worktree.
   *
   * @param session the session's id, short lowercase letters and digits
   */
  public TakeApart takeApart(String session) {
    return new TakeApart(repository, this, session, step -> {});
  }

  /** The tree and what is not in it. */
  Measurement.Measured measure() throws GitException {
    lock.lock();
    try {
      return measurement.take();
    } finally {
      lock.unlock();
    }
  }

  Path gitDir() {
    return gitDir;
  }

  PrivateIndex index() {
    return index;
  }

  /** Held by whoever measures or writes the worktree. */
  ReentrantLock lock() {
    return lock;
  }

  /** What takes the worktree to a state that was kept. */
  public Rewinds rewinds() {
    return new Rewinds(repository, this);
  }
}
