package dev.muster.engine.store;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The queue before the writer: in order, bounded, closed once. Whoever puts waits while it is full,
 * so a journal that is behind slows agents down instead of filling the memory.
 */
final class Intake {
  private final int maxRows;
  private final long maxWeight;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition room = lock.newCondition();
  private final Condition something = lock.newCondition();
  private final Deque<Waiting> queue = new ArrayDeque<>();
  private int rows;
  private long weight;
  private int urgent;
  private int wantedRows = 1;
  private @Nullable JournalException closed;
  private @Nullable JournalException held;
  private boolean hurry;

  private record Waiting(Work work, long since) {}

  /** What the writer takes at once; empty when there will never be more. */
  record Load(List<Work> works, long oldestSince) {}

  Intake(int maxRows, long maxWeight) {
    this.maxRows = maxRows;
    this.maxWeight = maxWeight;
  }

  /** Queues, or fails the work when closed. Blocks while full; not interruptible. */
  void put(Work work) {
    JournalException refusal;
    lock.lock();
    try {
      // An empty queue takes even what is larger than all of it.
      while (closed == null
          && !queue.isEmpty()
          && !refused(work)
          && (rows + work.rows() > maxRows || weight + work.weight() > maxWeight)) {
        room.awaitUninterruptibly();
      }
      refusal = closed == null && refused(work) ? held : closed;
      if (refusal == null) {
        boolean first = queue.isEmpty();
        queue.add(new Waiting(work, System.nanoTime()));
        rows += work.rows();
        weight += work.weight();
        urgent += work.urgent() ? 1 : 0;
        if (first || work.urgent() || rows >= wantedRows) {
          something.signal();
        }
      }
    } finally {
      lock.unlock();
    }
    if (refusal != null) {
      work.fail(refusal);
    }
  }

  /**
   * Waits for work, then until the given instant for more of it to come, unless it is urgent or
   * enough.
   *
   * @param notBefore a {@link System#nanoTime()}
   * @param enough rows that need not wait for more; about this many are taken
   */
  Load take(long notBefore, int enough) {
    lock.lock();
    try {
      wantedRows = Integer.MAX_VALUE;
      while (queue.isEmpty() && closed == null) {
        something.awaitUninterruptibly();
      }
      wantedRows = Math.min(enough, maxRows / 2);
      long left;
      while (closed == null
          && urgent == 0
          && rows < wantedRows
          && (left = notBefore - System.nanoTime()) > 0) {
        try {
          something.awaitNanos(left);
        } catch (InterruptedException nobodyAsks) {
          // Nobody interrupts the writer; if somebody does, it only commits sooner.
          break;
        }
      }
      long since = queue.isEmpty() ? 0 : queue.element().since();
      List<Work> taken = new ArrayList<>();
      int takenRows = 0;
      while (!queue.isEmpty() && takenRows < enough) {
        Work work = queue.remove().work();
        taken.add(work);
        takenRows += work.rows();
        weight -= work.weight();
        urgent -= work.urgent() ? 1 : 0;
      }
      rows -= takenRows;
      room.signalAll();
      return new Load(taken, since);
    } finally {
      lock.unlock();
    }
  }

  /** Who asks for something else than to append waits for the answer: not for a disk. */
  private boolean refused(Work work) {
    return held != null && work instanceof Work.Task<?>;
  }

  /**
   * While the writer cannot write: appends are taken as before, all else is refused.
   *
   * @param why null when it can write again
   * @return what waited and is refused now
   */
  List<Work> hold(@Nullable JournalException why) {
    List<Work> refused = new ArrayList<>();
    lock.lock();
    try {
      held = why;
      queue.removeIf(waiting -> refused(waiting.work()) && refused.add(waiting.work()));
      for (Work work : refused) {
        rows -= work.rows();
        weight -= work.weight();
        urgent -= work.urgent() ? 1 : 0;
      }
      room.signalAll();
    } finally {
      lock.unlock();
    }
    return refused;
  }

  /** Bytes that wait. */
  long weight() {
    lock.lock();
    try {
      return weight;
    } finally {
      lock.unlock();
    }
  }

  /** The writer's pause before it tries again; shorter when somebody is in a hurry. */
  void rest(long nanos) {
    lock.lock();
    try {
      long until = System.nanoTime() + nanos;
      long left;
      while (closed == null && !hurry && (left = until - System.nanoTime()) > 0) {
        something.awaitNanos(left);
      }
      hurry = false;
    } catch (InterruptedException nobodyAsks) {
      // Nobody interrupts the writer; if somebody does, it only tries sooner.
      hurry = false;
    } finally {
      lock.unlock();
    }
  }

  /** Ends a rest. */
  void hurry() {
    lock.lock();
    try {
      hurry = true;
      something.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Whether it was closed. */
  boolean isClosed() {
    lock.lock();
    try {
      return closed != null;
    } finally {
      lock.unlock();
    }
  }

  /** How long the oldest has been waiting. */
  Duration waiting() {
    lock.lock();
    try {
      Waiting oldest = queue.peek();
      return oldest == null ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - oldest.since());
    } finally {
      lock.unlock();
    }
  }

  /** Takes nothing more; what waits can still be taken. Only the first reason counts. */
  void close(JournalException why) {
    lock.lock();
    try {
      if (closed == null) {
        closed = why;
      }
      something.signalAll();
      room.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
