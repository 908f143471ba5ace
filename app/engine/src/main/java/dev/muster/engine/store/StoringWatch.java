package dev.muster.engine.store;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the state of storing and tells it to those who listen; never waits for any of them. */
final class StoringWatch {
  private static final Logger LOG = LoggerFactory.getLogger(StoringWatch.class);

  private final ReentrantLock lock = new ReentrantLock();
  private final List<One> all = new CopyOnWriteArrayList<>();
  private volatile Storing now = new Storing.Fine();

  Storing now() {
    return now;
  }

  /** Another state; told to all. Not called by two threads at once. */
  void becomes(Storing state) {
    lock.lock();
    try {
      now = state;
      all.forEach(one -> one.offer(state));
    } finally {
      lock.unlock();
    }
  }

  /** The same state with other figures; told to nobody. */
  void refine(Storing.Held figures) {
    now = figures;
  }

  Subscription listen(Storing.Listener listener) {
    One one = new One(listener);
    lock.lock();
    try {
      all.add(one);
      one.offer(now);
    } finally {
      lock.unlock();
    }
    return one;
  }

  /** A listener and what it is yet to be told: a handful of states at the most. */
  private final class One implements Subscription {
    private final Storing.Listener listener;
    private final ReentrantLock own = new ReentrantLock();
    private final Deque<Storing> untold = new ArrayDeque<>();
    private boolean telling;
    private boolean closed;

    One(Storing.Listener listener) {
      this.listener = listener;
    }

    void offer(Storing state) {
      own.lock();
      try {
        if (closed) {
          return;
        }
        untold.add(state);
        if (!telling) {
          telling = true;
          Thread.ofVirtual().name("storing-listener").start(this::tell);
        }
      } finally {
        own.unlock();
      }
    }

    private void tell() {
      while (true) {
        Storing state;
        own.lock();
        try {
          state = closed ? null : untold.poll();
          if (state == null) {
            telling = false;
            return;
          }
        } finally {
          own.unlock();
        }
        try {
          listener.changed(state);
        } catch (RuntimeException failed) {
          LOG.error("A listener was told whether Muster stores, and failed", failed);
        }
      }
    }

    @Override
    public void close() {
      own.lock();
      try {
        closed = true;
        untold.clear();
      } finally {
        own.unlock();
      }
      all.remove(this);
    }
  }
}
