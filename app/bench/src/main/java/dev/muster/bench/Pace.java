package dev.muster.bench;

import java.util.concurrent.locks.LockSupport;

/** Waits for an instant, so that a load comes at an even rate. */
final class Pace {
  private Pace() {}

  /** Returns at the instant ({@link System#nanoTime}), or at once when it has passed. */
  static void until(long instant) {
    for (long left = instant - System.nanoTime(); left > 0; left = instant - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }
}
