package dev.muster.bench;

import dev.muster.engine.event.Recorded;
import dev.muster.engine.store.JournalListener;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Follows a journal as a window does, and only counts. */
record Counting(AtomicLong seen) implements JournalListener {
  @Override
  public void committed(List<Recorded> events) {
    seen.addAndGet(events.size());
  }

  @Override
  public void stopped(String sentence) {
    throw new IllegalStateException(sentence);
  }
}
