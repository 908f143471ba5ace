package dev.muster.engine.store;

import dev.muster.engine.event.Recorded;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One listener's place in the journal. What is committed lands in its mailbox; when the mailbox
 * overflows it is emptied, and the listener reads on from the database instead. Either way it gets
 * every event once, in order: each has a key that grows by one, and {@code next} is the key that is
 * due.
 */
final class Follower implements Subscription {
  private static final Logger LOG = LoggerFactory.getLogger(Follower.class);
  private static final int MAILBOX_EVENTS = 4_096;
  private static final long MAILBOX_BYTES = 8L << 20;
  private static final int PAGE = 1_000;

  private final JournalListener listener;
  private final ToLongFunction<Entry> key;
  private final Source source;
  private final Executor executor;
  private final Runnable onClose;

  private final ReentrantLock lock = new ReentrantLock();
  private final Deque<Entry> mailbox = new ArrayDeque<>();
  private long mailboxBytes;
  // True at first: what was committed before the listener came is only in the database.
  private boolean mustRead = true;
  private boolean running;
  private boolean closed;
  private @Nullable String stopped;

  // Only touched by the run that is going on.
  private long next;
  private boolean caughtUp;
  private boolean broken;
  private boolean stopTold;

  /** Reads entries from the database, from a key on, at most so many; blocks. */
  @FunctionalInterface
  interface Source {
    List<Entry> read(long fromKey, int limit);
  }

  private sealed interface Step {
    record Deliver(List<Entry> entries) implements Step {}

    record Read() implements Step {}

    record CaughtUp() implements Step {}

    record Stopped(String sentence) implements Step {}

    record Rest() implements Step {}
  }

  Follower(
      long next,
      JournalListener listener,
      ToLongFunction<Entry> key,
      Source source,
      Executor executor,
      Runnable onClose) {
    this.next = next;
    this.listener = listener;
    this.key = key;
    this.source = source;
    this.executor = executor;
    this.onClose = onClose;
  }

  /** These were committed; keys follow on those of the call before. Does not block. */
  void offer(List<Entry> entries) {
    lock.lock();
    try {
      if (closed) {
        return;
      }
      long bytes = 0;
      for (Entry entry : entries) {
        bytes += entry.weight();
      }
      if (mailbox.size() + entries.size() > MAILBOX_EVENTS
          || mailboxBytes + bytes > MAILBOX_BYTES) {
        mailbox.clear();
        mailboxBytes = 0;
        mustRead = true;
      } else {
        mailbox.addAll(entries);
        mailboxBytes += bytes;
      }
      wake();
    } finally {
      lock.unlock();
    }
  }

  /** Nothing will be committed any more; told after everything that was. */
  void stop(String sentence) {
    lock.lock();
    try {
      stopped = sentence;
      wake();
    } finally {
      lock.unlock();
    }
  }

  /** Begins with what is in the database. */
  void start() {
    lock.lock();
    try {
      wake();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      mailbox.clear();
      mailboxBytes = 0;
    } finally {
      lock.unlock();
    }
    onClose.run();
  }

  private void wake() {
    if (!running && !closed) {
      running = true;
      executor.execute(this::run);
    }
  }

  private void run() {
    while (true) {
      switch (step()) {
        case Step.Deliver(var entries) -> deliver(entries);
        case Step.Read() -> read();
        case Step.CaughtUp() -> tell(listener::caughtUp);
        case Step.Stopped(var sentence) -> tell(() -> listener.stopped(sentence));
        case Step.Rest() -> {
          return;
        }
      }
    }
  }

  private Step step() {
    lock.lock();
    try {
      if (closed || (broken && stopTold)) {
        running = false;
        return new Step.Rest();
      }
      if (broken) {
        stopTold = true;
        return new Step.Stopped(String.valueOf(stopped));
      }
      if (mustRead) {
        // Before the read: an overflow while it goes on must be seen by the next step.
        mustRead = false;
        return new Step.Read();
      }
      List<Entry> due = due();
      if (!due.isEmpty()) {
        return new Step.Deliver(due);
      }
      if (!caughtUp) {
        caughtUp = true;
        return new Step.CaughtUp();
      }
      if (stopped != null && !stopTold) {
        stopTold = true;
        return new Step.Stopped(stopped);
      }
      running = false;
      return new Step.Rest();
    } finally {
      lock.unlock();
    }
  }

  /** Empties the mailbox; leaves out what was read from the database already. */
  private List<Entry> due() {
    List<Entry> due = new ArrayList<>(mailbox.size());
    for (Entry entry : mailbox) {
      if (key.applyAsLong(entry) >= next) {
        due.add(entry);
      }
    }
    mailbox.clear();
    mailboxBytes = 0;
    return due;
  }

  private void read() {
    List<Entry> page;
    try {
      page = source.read(next, PAGE);
    } catch (JournalException unreadable) {
      // Going on from the mailbox would leave a gap: better the end, and saying so.
      stop(String.valueOf(unreadable.getMessage()));
      broken = true;
      return;
    }
    if (page.size() == PAGE) {
      lock.lock();
      try {
        mustRead = true;
      } finally {
        lock.unlock();
      }
    }
    if (!page.isEmpty()) {
      deliver(page);
    }
  }

  private void deliver(List<Entry> entries) {
    List<Recorded> events = new ArrayList<>(entries.size());
    for (Entry entry : entries) {
      events.add(entry.recorded());
    }
    next = key.applyAsLong(entries.getLast()) + 1;
    List<Recorded> batch = List.copyOf(events);
    lock.lock();
    try {
      if (closed) {
        return;
      }
    } finally {
      lock.unlock();
    }
    tell(() -> listener.committed(batch));
  }

  /** A listener's own failure must not keep it, or others, from what comes next. */
  private void tell(Runnable call) {
    try {
      call.run();
    } catch (RuntimeException failed) {
      LOG.error(
          "A listener of the journal failed; it is told what comes next all the same", failed);
    }
  }
}
