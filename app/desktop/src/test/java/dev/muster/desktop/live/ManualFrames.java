package dev.muster.desktop.live;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/** Frames that come when a test says so, on the test's own thread. */
public final class ManualFrames implements Frames {
  private final List<BooleanSupplier> asked = new ArrayList<>();
  private final AtomicInteger wakes = new AtomicInteger();

  @Override
  public synchronized void run(BooleanSupplier drain) {
    wakes.incrementAndGet();
    asked.add(drain);
  }

  /** One frame. */
  public void frame() {
    List<BooleanSupplier> now;
    synchronized (this) {
      now = List.copyOf(asked);
    }
    for (BooleanSupplier drain : now) {
      if (!drain.getAsBoolean()) {
        synchronized (this) {
          asked.remove(drain);
        }
      }
    }
  }

  /** Frames until nothing is left to do. */
  public void settle() {
    for (int i = 0; i < 1000 && !idle(); i++) {
      frame();
    }
    if (!idle()) {
      throw new AssertionError("There is something to do after 1000 frames.");
    }
  }

  public synchronized boolean idle() {
    return asked.isEmpty();
  }

  /** How often frames were asked for. */
  public int wakes() {
    return wakes.get();
  }
}
