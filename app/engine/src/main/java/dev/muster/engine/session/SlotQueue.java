package dev.muster.engine.session;

import dev.muster.engine.event.SessionId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.IntSupplier;

/**
 * Who may work: a number of slots, and those who wait for one in order. What waits is derived from
 * the sessions' states in the journal, so nothing here needs to survive. Safe for any thread.
 */
final class SlotQueue {
  private final IntSupplier slots;
  private final BooleanSupplier open;
  private final Consumer<SessionId> start;
  private final Consumer<FleetListener.Slots> changed;
  private final Set<SessionId> busy = new LinkedHashSet<>();
  private final Deque<SessionId> waiting = new ArrayDeque<>();
  private final Object telling = new Object();

  /**
   * @param open whether anything may start now; {@link #next} is called when that changes
   * @param start told whose turn it is; must return at once, and lead to {@link #free} when it is
   *     not taken or is over
   */
  SlotQueue(
      IntSupplier slots,
      BooleanSupplier open,
      Consumer<SessionId> start,
      Consumer<FleetListener.Slots> changed) {
    this.slots = slots;
    this.open = open;
    this.start = start;
    this.changed = changed;
  }

  /** Waits for a slot: before or behind the others. Does nothing when it waits already. */
  void enqueue(SessionId id, boolean first) {
    synchronized (this) {
      busy.remove(id);
      if (!waiting.contains(id)) {
        if (first) {
          waiting.addFirst(id);
        } else {
          waiting.addLast(id);
        }
      }
    }
    next();
  }

  /** It works, whoever began it: it counts, and does not wait. */
  void occupy(SessionId id) {
    boolean news;
    synchronized (this) {
      news = busy.add(id) | waiting.remove(id);
    }
    if (news) {
      tell();
    }
  }

  /** It no longer works, and no longer waits. */
  void free(SessionId id) {
    boolean had;
    synchronized (this) {
      had = busy.remove(id) | waiting.remove(id);
    }
    if (had) {
      next();
    }
  }

  /** Starts it although no slot is free; false when it does not wait. */
  boolean startNow(SessionId id) {
    synchronized (this) {
      if (!waiting.remove(id)) {
        return false;
      }
      busy.add(id);
    }
    start.accept(id);
    tell();
    return true;
  }

  /** Starts whom the slots allow: also called when their number was changed. */
  void next() {
    List<SessionId> starting = new ArrayList<>();
    synchronized (this) {
      while (open.getAsBoolean() && !waiting.isEmpty() && busy.size() < slots.getAsInt()) {
        SessionId id = waiting.removeFirst();
        busy.add(id);
        starting.add(id);
      }
    }
    starting.forEach(start);
    tell();
  }

  /** One at a time, so that what is told last is how it stands. */
  private void tell() {
    synchronized (telling) {
      changed.accept(slots());
    }
  }

  synchronized FleetListener.Slots slots() {
    return new FleetListener.Slots(busy.size(), slots.getAsInt(), List.copyOf(waiting));
  }
}
