package dev.muster.engine.export;

import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;

/** Counts events as they are looked at or written, and tells it on. Used by one thread. */
final class ExportProgress {
  private static final int BETWEEN_LOOKS = 64;
  private static final long BETWEEN = TimeUnit.MILLISECONDS.toNanos(100);

  private final ExportListener listener;
  private final long of;
  private long done;
  private long toldAt = System.nanoTime();

  ExportProgress(ExportListener listener, long of) {
    this.listener = listener;
    this.of = of;
  }

  /**
   * One more.
   *
   * @throws CancellationException when it is to stop
   */
  void step() {
    if (++done % BETWEEN_LOOKS == 0) {
      long now = System.nanoTime();
      if (now - toldAt > BETWEEN) {
        toldAt = now;
        listener.progress(done, of);
      }
      look();
    }
  }

  /**
   * Looks whether it is to stop; after what takes long, and before what cannot be taken back.
   *
   * @throws CancellationException when it is to stop
   */
  void look() {
    if (listener.cancelled()) {
      throw new CancellationException();
    }
  }

  /** Whether it is to stop. */
  boolean cancelled() {
    return listener.cancelled();
  }
}
