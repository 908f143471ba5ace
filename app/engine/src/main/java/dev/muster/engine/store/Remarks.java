package dev.muster.engine.store;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a running store found out about itself and a person should know. Safe for any thread. */
final class Remarks {
  private static final Logger LOG = LoggerFactory.getLogger(Remarks.class);

  /** So many wait for the first one who listens. */
  private static final int KEPT = 8;

  private final ReentrantLock lock = new ReentrantLock();
  private final List<Consumer<String>> listeners = new ArrayList<>();
  private final Deque<String> untold = new ArrayDeque<>();

  /** Tells all who listen; kept for the first one when nobody does. */
  void tell(String sentence) {
    LOG.warn("{}", sentence);
    List<Consumer<String>> to;
    lock.lock();
    try {
      to = List.copyOf(listeners);
      if (to.isEmpty()) {
        untold.add(sentence);
        if (untold.size() > KEPT) {
          untold.remove();
        }
      }
    } finally {
      lock.unlock();
    }
    to.forEach(listener -> tell(listener, sentence));
  }

  /** Whether somebody listened to all that was told. */
  boolean allTold() {
    lock.lock();
    try {
      return untold.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  private static void tell(Consumer<String> listener, String sentence) {
    try {
      listener.accept(sentence);
    } catch (RuntimeException failed) {
      LOG.error("A listener was told of the store, and failed", failed);
    }
  }

  Subscription listen(Consumer<String> listener) {
    List<String> before;
    lock.lock();
    try {
      listeners.add(listener);
      before = List.copyOf(untold);
      untold.clear();
    } finally {
      lock.unlock();
    }
    before.forEach(sentence -> tell(listener, sentence));
    return () -> {
      lock.lock();
      try {
        listeners.remove(listener);
      } finally {
        lock.unlock();
      }
    };
  }
}
