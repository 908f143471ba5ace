package dev.muster.engine.store;

/**
 * How an event is numbered in the index: first by its session, then by its sequence number, so that
 * the hits of a session stand together and one session can be searched as a range.
 */
final class SearchRow {
  /** A row's number without so many bits at its end is that of its session. */
  static final int BITS = 28;

  private static final long MASK = (1L << BITS) - 1;

  private SearchRow() {}

  static long of(long session, long seq) {
    return session << BITS | Math.min(seq, MASK);
  }

  static long session(long row) {
    return row >> BITS;
  }

  static long seq(long row) {
    return row & MASK;
  }

  /** The first and last number that events of a session can have. */
  static long first(long session) {
    return session << BITS;
  }

  static long last(long session) {
    return first(session) | MASK;
  }
}
