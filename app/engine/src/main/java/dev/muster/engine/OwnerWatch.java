package dev.muster.engine;

import dev.muster.engine.store.DataFolder;
import dev.muster.engine.store.OwnerLock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Waits until the Muster that owns a data folder has ended or given it free, and says so once. It
 * looks at one small file and one process, once a second as a rule, on a thread of its own that
 * keeps no process alive.
 */
public final class OwnerWatch implements AutoCloseable {
  private final CountDownLatch closed = new CountDownLatch(1);

  private OwnerWatch() {}

  /**
   * Begins to wait; returns at once.
   *
   * @param every how long it rests between two looks; the first look comes after one rest, for an
   *     owner that has not said yet which one it is looks like none
   * @param free called once, on the thread of the watch, when there is no owner any more; not after
   *     {@link #close}
   */
  public static OwnerWatch begin(DataFolder folder, Duration every, Runnable free) {
    OwnerWatch watch = new OwnerWatch();
    Thread.ofVirtual().name("muster-wait").start(() -> watch.look(folder, every, free));
    return watch;
  }

  private void look(DataFolder folder, Duration every, Runnable free) {
    try {
      do {
        if (closed.await(every.toNanos(), TimeUnit.NANOSECONDS)) {
          return;
        }
      } while (OwnerLock.owner(folder).isPresent());
    } catch (InterruptedException end) {
      Thread.currentThread().interrupt();
      return;
    }
    if (closed.getCount() > 0) {
      free.run();
    }
  }

  /** Waits no longer. Idempotent; any thread. */
  @Override
  public void close() {
    closed.countDown();
  }
}
