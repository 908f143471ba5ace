package dev.muster.bench;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.function.LongBinaryOperator;

/**
 * Looks at the screen five hundred times a second and notes, for each place, the newest line that
 * can be read there: how old it is, and how often it changes.
 */
final class ScreenWatch implements AutoCloseable {
  private static final long EVERY_NANOS = 2_000_000;

  /** Where to look: lines begin at {@code left}, letters are {@code cell} wide. */
  record Place(double left, double cell, int top, int bottom) {}

  private final FrameBuffer screen;
  private final List<Place> places;
  private final LongBinaryOperator made;
  private final Spread ages = new Spread();
  private final int[] newest;
  private final long[] updates;
  private long looks;
  private long unread;
  private boolean counting;
  private volatile boolean closed;
  private final Thread thread;

  /**
   * Begins to look; what it sees counts from {@link #count} on.
   *
   * @param made gives when (nanoTime) a place's line of a number was made
   */
  ScreenWatch(FrameBuffer screen, List<Place> places, LongBinaryOperator made) {
    this.screen = screen;
    this.places = places;
    this.made = made;
    newest = new int[places.size()];
    updates = new long[places.size()];
    java.util.Arrays.fill(newest, -1);
    thread = Thread.ofPlatform().name("bench-watch").daemon().start(this::work);
  }

  private void work() {
    long next = System.nanoTime();
    while (!closed) {
      look();
      next = Math.max(next + EVERY_NANOS, System.nanoTime());
      Pace.until(next);
    }
  }

  private synchronized void look() {
    for (int p = 0; p < places.size(); p++) {
      Place place = places.get(p);
      int number = Marker.lowest(screen, place.left(), place.cell(), place.top(), place.bottom());
      long now = System.nanoTime();
      looks++;
      if (number < 0) {
        unread++; // half painted; the line that was there before is still the newest
      } else if (number > newest[p]) {
        newest[p] = number;
        updates[p]++;
      }
      if (counting && newest[p] >= 0) {
        ages.add((now - made.applyAsLong(p, newest[p])) / 1e6);
      }
    }
  }

  /** What was seen until now does not count. */
  synchronized void count() {
    java.util.Arrays.fill(updates, 0);
    looks = 0;
    unread = 0;
    counting = true;
  }

  /** Ages in ms of the newest line in each place, at every look. */
  synchronized Spread ages() {
    return ages;
  }

  /** How often the place that changed least changed. */
  synchronized long fewestUpdates() {
    return java.util.Arrays.stream(updates).min().orElse(0);
  }

  synchronized int newest(int place) {
    return newest[place];
  }

  /** Which part of the looks could not be read, 0 to 1. */
  synchronized double unreadPart() {
    return looks == 0 ? 0 : (double) unread / looks;
  }

  /** Processor time of the looking itself, in ns. */
  long cpu() {
    return ManagementFactory.getThreadMXBean().getThreadCpuTime(thread.threadId());
  }

  @Override
  public void close() {
    closed = true;
  }
}
