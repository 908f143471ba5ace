package dev.muster.engine.agent.builtin.model;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A switch that stops a request from any thread; once thrown it stays thrown. */
public final class Cancel {
  private final CountDownLatch thrown = new CountDownLatch(1);
  private final List<Runnable> actions = new ArrayList<>();

  /** Undoes {@link #onCancel}. */
  @FunctionalInterface
  public interface Registration extends AutoCloseable {
    @Override
    void close();
  }

  /** Throws the switch and runs what was registered, on this thread. A second call does nothing. */
  public void cancel() {
    List<Runnable> toRun;
    synchronized (actions) {
      if (isCancelled()) {
        return;
      }
      thrown.countDown();
      toRun = List.copyOf(actions);
      actions.clear();
    }
    toRun.forEach(Runnable::run);
  }

  /** Whether the switch was thrown. */
  public boolean isCancelled() {
    return thrown.getCount() == 0;
  }

  /**
   * Runs the action when the switch is thrown; at once if it already was.
   *
   * @param action must be quick and must not throw
   */
  public Registration onCancel(Runnable action) {
    synchronized (actions) {
      if (!isCancelled()) {
        actions.add(action);
        return () -> {
          synchronized (actions) {
            actions.remove(action);
          }
        };
      }
    }
    action.run();
    return () -> {};
  }

  /** Waits this long, or until the switch is thrown; tells whether it was. */
  public boolean await(Duration time) throws InterruptedException {
    return thrown.await(Math.max(0, time.toNanos()), TimeUnit.NANOSECONDS);
  }

  /** Fails with {@link ModelFailure#CANCELLED} if the switch was thrown. */
  public void check() throws ModelException {
    if (isCancelled()) {
      throw ModelException.cancelled();
    }
  }
}
