package dev.muster.bench;

import dev.muster.engine.store.Store;
import java.util.ArrayDeque;
import java.util.Deque;

/** Watches how old the oldest event is that the full-text index does not hold yet. */
final class IndexLag {
  private record Look(long at, long position) {}

  private final Store store;
  private final Deque<Look> looks = new ArrayDeque<>();
  private long worstNanos;

  IndexLag(Store store) {
    this.store = store;
  }

  /** Looks now; gives how many events are not indexed yet. */
  long look() {
    long now = System.nanoTime();
    long behind = store.search().behind();
    long position = store.journal().position();
    looks.addLast(new Look(now, position));
    long indexed = position - behind;
    // What was committed before an earlier look and is indexed by now needs no more watching.
    while (!looks.isEmpty() && looks.getFirst().position() <= indexed) {
      looks.removeFirst();
    }
    if (!looks.isEmpty()) {
      worstNanos = Math.max(worstNanos, now - looks.getFirst().at());
    }
    return behind;
  }

  double worstSeconds() {
    return worstNanos / 1e9;
  }
}
