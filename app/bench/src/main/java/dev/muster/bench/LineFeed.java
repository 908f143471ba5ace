package dev.muster.bench;

import java.lang.management.ManagementFactory;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Makes lines for nine places at an even rate and hands them over as a command's output comes:
 * together with what was made in the same 50 ms, the places not all at once.
 */
final class LineFeed implements AutoCloseable {
  private static final long GATHER_NANOS = 50_000_000;

  /** Takes the lines of one place. */
  interface Taker {
    /** Takes lines {@code from} to {@code to}, the latter not included. */
    void take(int place, int from, int to, String text);
  }

  private final int places;
  private final int perSecond;
  private final int first;
  private final Taker taker;
  private final long start = System.nanoTime() + GATHER_NANOS;
  private final int[] handed;
  private final AtomicLong late = new AtomicLong();
  private volatile boolean closed;
  private final Thread thread;

  /**
   * Begins.
   *
   * @param first the number of the first line, above all that are still on the screen
   */
  LineFeed(int places, int perSecond, int first, Taker taker) {
    this.places = places;
    this.first = first;
    this.perSecond = perSecond;
    this.taker = taker;
    handed = new int[places];
    java.util.Arrays.fill(handed, first);
    thread = Thread.ofPlatform().name("bench-feed").daemon().start(this::work);
  }

  /** When (nanoTime) a line is made. */
  long made(long place, long number) {
    return start + (number - first) * 1_000_000_000L / perSecond;
  }

  private void work() {
    for (long turn = 0; !closed; turn++) {
      int place = (int) (turn % places);
      long due = start + GATHER_NANOS + turn * GATHER_NANOS / places;
      Pace.until(due);
      long now = System.nanoTime();
      late.accumulateAndGet(now - due, Math::max);
      long to = Math.min(Marker.NUMBERS - 1, first + (now - start) * perSecond / 1_000_000_000L);
      synchronized (handed) {
        hand(place, (int) to);
      }
    }
  }

  private void hand(int place, int to) {
    StringBuilder text = new StringBuilder();
    int from = handed[place];
    for (int n = from; n < to; n++) {
      text.append(Marker.text(n)).append(" line ").append(n).append(" of some output\n");
    }
    if (to > from) {
      handed[place] = to;
      taker.take(place, from, to, text.toString());
    }
  }

  /** The longest that handing over came too late, in ms: because of a slow taker or machine. */
  double lateMillis() {
    return late.get() / 1e6;
  }

  /** Processor time of making the lines and of whatever the taker does on this thread, in ns. */
  long cpu() {
    return ManagementFactory.getThreadMXBean().getThreadCpuTime(thread.threadId());
  }

  /** Stops; gives how many lines each place got. */
  int[] end() throws InterruptedException {
    close();
    thread.join();
    synchronized (handed) {
      return handed.clone();
    }
  }

  @Override
  public void close() {
    closed = true;
  }
}
