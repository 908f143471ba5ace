package dev.muster.desktop.live;

import dev.muster.engine.agent.AgentListener.TailKind;
import dev.muster.engine.event.Recorded;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * What came for one session since the last frame: bounded, with the pieces of one streaming text
 * joined. Guarded by the pump.
 */
final class FeedBuffer {
  /** Events kept between two frames; a pane that missed more reads its tail from the journal. */
  static final int MOST_ITEMS = 8_192;

  /** Characters of streaming text kept between two frames. */
  static final int MOST_CHARS = 1 << 20;

  private sealed interface Item {
    record Event(Recorded event) implements Item {}

    record Tail(String id, TailKind kind, StringBuilder text) implements Item {}

    record Drop(String id) implements Item {}
  }

  private Deque<Item> items = new ArrayDeque<>();
  private int chars;
  private boolean overflowed;

  void event(Recorded event) {
    if (room(0)) {
      items.add(new Item.Event(event));
    }
  }

  void tail(String id, TailKind kind, String delta) {
    if (!room(delta.length())) {
      return;
    }
    chars += delta.length();
    if (items.peekLast() instanceof Item.Tail last && last.id.equals(id) && last.kind == kind) {
      last.text.append(delta);
    } else {
      items.add(new Item.Tail(id, kind, new StringBuilder(delta)));
    }
  }

  void drop(String id) {
    if (room(0)) {
      items.add(new Item.Drop(id));
    }
  }

  private boolean room(int more) {
    if (overflowed) {
      return false;
    }
    if (items.size() >= MOST_ITEMS || chars + more > MOST_CHARS) {
      overflowed = true;
      items.clear();
      chars = 0;
      return false;
    }
    return true;
  }

  boolean isEmpty() {
    return items.isEmpty() && !overflowed;
  }

  /** Takes everything out, so that it can be told without holding the pump's lock. */
  FeedBuffer take() {
    FeedBuffer taken = new FeedBuffer();
    taken.items = items;
    taken.chars = chars;
    taken.overflowed = overflowed;
    items = new ArrayDeque<>();
    chars = 0;
    overflowed = false;
    return taken;
  }

  /** Tells it all, in order; neighbouring events in one call. */
  void tell(SessionFeed feed) {
    if (overflowed) {
      feed.overflowed();
      return;
    }
    List<Recorded> run = new ArrayList<>();
    for (Item item : items) {
      if (item instanceof Item.Event(Recorded event)) {
        run.add(event);
        continue;
      }
      flush(run, feed);
      switch (item) {
        case Item.Event ignored -> {
          // Taken above.
        }
        case Item.Tail tail -> feed.tail(tail.id, tail.kind, tail.text.toString());
        case Item.Drop drop -> feed.tailDropped(drop.id);
      }
    }
    flush(run, feed);
  }

  private static void flush(List<Recorded> run, SessionFeed feed) {
    if (!run.isEmpty()) {
      feed.events(List.copyOf(run));
      run.clear();
    }
  }
}
