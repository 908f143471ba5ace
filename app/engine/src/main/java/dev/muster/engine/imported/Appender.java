package dev.muster.engine.imported;

import dev.muster.engine.event.Recorded;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.store.Journal;
import dev.muster.engine.store.JournalException;
import dev.muster.engine.store.Past;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * Appends to the journal a little ahead of what is committed, so that neither waits for the other
 * at each step, and never so far that agents at work would notice. Used by one thread.
 */
final class Appender {
  private static final int MOST_WAITING = 2_048;
  private static final long MOST_WEIGHT = 4 << 20;

  private final Journal journal;
  private final Deque<Waiting> waiting = new ArrayDeque<>();
  private int events;
  private long weight;

  /** Appended and perhaps not committed; {@code then} is to be done when it is. */
  private record Waiting(
      @Nullable CompletableFuture<List<Recorded>> done,
      int events,
      long weight,
      @Nullable Runnable then) {}

  Appender(Journal journal) {
    this.journal = journal;
  }

  void append(SessionId session, List<Past> batch, long batchWeight) {
    add(new Waiting(journal.appendPast(session, batch), batch.size(), batchWeight, null));
  }

  /** Does something when everything appended until now is committed. */
  void afterwards(Runnable then) {
    add(new Waiting(null, 1, 0, then));
  }

  private void add(Waiting one) {
    waiting.add(one);
    events += one.events();
    weight += one.weight();
    while (events > MOST_WAITING || weight > MOST_WEIGHT) {
      await();
    }
  }

  /** Blocks until everything is committed. */
  void flush() {
    while (!waiting.isEmpty()) {
      await();
    }
  }

  private void await() {
    Waiting first = waiting.remove();
    events -= first.events();
    weight -= first.weight();
    CompletableFuture<List<Recorded>> done = first.done();
    try {
      if (done != null) {
        done.join();
      }
    } catch (CompletionException failed) {
      throw failed.getCause() instanceof JournalException told
          ? told
          : new JournalException("The journal could not be written: " + failed.getMessage());
    }
    Runnable then = first.then();
    if (then != null) {
      then.run();
    }
  }
}
