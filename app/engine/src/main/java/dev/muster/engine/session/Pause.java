package dev.muster.engine.session;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Holds the agents while nothing can be stored: what they say is not read on, what they ask is not
 * answered, no turn begins. Safe for any thread.
 */
final class Pause {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final List<Runnable> then = new ArrayList<>();
  private boolean holds;
  private long times;

  /** Whether it holds. */
  boolean holds() {
    lock.lock();
    try {
      return holds;
    } finally {
      lock.unlock();
    }
  }

  /**
   * From now on it holds.
   *
   * @return the number of this time, for {@link #holds(long)}
   */
  long begin() {
    lock.lock();
    try {
      if (!holds) {
        holds = true;
        times++;
      }
      return times;
    } finally {
      lock.unlock();
    }
  }

  /** Whether it holds since that time without a break. */
  boolean holds(long time) {
    lock.lock();
    try {
      return holds && times == time;
    } finally {
      lock.unlock();
    }
  }

  /** Everything goes on. */
  void end() {
    List<Runnable> now;
    lock.lock();
    try {
      holds = false;
      now = List.copyOf(then);
      then.clear();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    now.forEach(Runnable::run);
  }

  /** Does it when it no longer holds; at once when it does not. Must return at once. */
  void after(Runnable task) {
    lock.lock();
    try {
      if (holds) {
        then.add(task);
        return;
      }
    } finally {
      lock.unlock();
    }
    task.run();
  }

  /** Blocks while it holds, but no longer than until {@code released} is done. */
  void await(CompletableFuture<Void> released) {
    if (!holds()) {
      return;
    }
    released.thenRun(this::wake);
    lock.lock();
    try {
      while (holds && !released.isDone()) {
        changed.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
  }

  private void wake() {
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
