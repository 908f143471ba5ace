package dev.muster.desktop.control;

import java.util.function.LongSupplier;

/**
 * Keeps an answer from being given by accident: what has just come up takes no key and no click
 * until the person had a moment to see it.
 *
 * <p>Why: a newer request slid under the finger and the wrong command was approved. A key that was
 * already being held down repeats, so each press that was ignored starts the wait anew.
 */
final class AttentionGuard {
  static final long WAIT_NANOS = 300_000_000L;

  private final LongSupplier nanos;
  private long since;
  private boolean up;

  /**
   * @param nanos the time, as {@link System#nanoTime}
   */
  AttentionGuard(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /** Something new has come up on the screen. */
  void cameUp() {
    up = true;
    since = nanos.getAsLong();
  }

  /** It is not on the screen any more. */
  void went() {
    up = false;
  }

  /** Whether a press counts now. One that does not starts the wait anew. */
  boolean takes() {
    long now = nanos.getAsLong();
    if (up && now - since >= WAIT_NANOS) {
      return true;
    }
    since = now;
    return false;
  }
}
