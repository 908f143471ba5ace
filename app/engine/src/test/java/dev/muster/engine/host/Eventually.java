package dev.muster.engine.host;

import java.time.Duration;
import java.util.concurrent.Callable;

/** Waits for a condition with a generous deadline. */
public final class Eventually {
  private Eventually() {}

  /** Returns as soon as {@code condition} is true; fails after 30 seconds. */
  public static void until(String what, Callable<Boolean> condition) throws Exception {
    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!condition.call()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("did not come true: " + what);
      }
      Thread.sleep(10);
    }
  }
}
