package dev.muster.engine.git;

import java.nio.file.Path;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Keeps Muster's own git calls out of each other's way: one measurement per worktree, two creations
 * per repository, one change of a repository's refs of ours at a time. Grows by one small entry per
 * repository and worktree seen.
 */
final class RepositoryLocks {
  /** Nine at once took 24 s, two or three at a time are as fast and leave the disk to others. */
  private static final int CREATIONS = 2;

  private final ConcurrentHashMap<Path, Semaphore> creations = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<Path, ReentrantLock> worktrees = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<Path, ReentrantLock> landings = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<Path, ReentrantLock> identities = new ConcurrentHashMap<>();

  /** What limits how many worktrees of a repository are made at once; fair. */
  Semaphore creations(Path commonDir) {
    return creations.computeIfAbsent(commonDir, k -> new Semaphore(CREATIONS, true));
  }

  /** What keeps measurements of a worktree one after the other. */
  ReentrantLock worktree(Path gitDir) {
    return worktrees.computeIfAbsent(gitDir, k -> new ReentrantLock(true));
  }

  /** What keeps landings in a repository one after the other. */
  ReentrantLock landing(Path commonDir) {
    return landings.computeIfAbsent(commonDir, k -> new ReentrantLock(true));
  }

  /** What keeps a repository from being given two ids. */
  ReentrantLock identity(Path commonDir) {
    return identities.computeIfAbsent(commonDir, k -> new ReentrantLock());
  }
}
