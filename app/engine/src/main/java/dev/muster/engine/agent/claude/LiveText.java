package dev.muster.engine.agent.claude;

import dev.muster.engine.agent.AgentListener;
import dev.muster.engine.agent.AgentListener.TailKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Shows text while it streams, and remembers under which id, so that the whole message can take its
 * place. An answer that is tried again begins with a new start: what was shown of the failed try is
 * dropped. Used by one thread at a time.
 */
final class LiveText {
  private final AgentListener out;
  private final Supplier<String> ids;

  /** By the call of the sub-agent that speaks; "" for the agent itself. */
  private final Map<String, List<Tail>> open = new HashMap<>();

  private record Tail(int index, TailKind kind, String id) {}

  /**
   * @param ids gives message ids that are new in the session
   */
  LiveText(AgentListener out, Supplier<String> ids) {
    this.out = out;
    this.ids = ids;
  }

  /** Takes a piece of an answer in. */
  void stream(JsonNode event, @Nullable String parent) {
    switch (Messages.text(event, "type")) {
      case "message_start" -> drop(parent);
      case "content_block_delta" -> {
        JsonNode delta = event.path("delta");
        int index = (int) Messages.number(event, "index");
        switch (Messages.text(delta, "type")) {
          case "text_delta" -> show(parent, index, TailKind.MESSAGE, Messages.text(delta, "text"));
          case "thinking_delta" ->
              show(parent, index, TailKind.THOUGHT, Messages.text(delta, "thinking"));
          default -> {} // arguments of a call and signatures are of no use in pieces
        }
      }
      default -> {} // the whole block says what the frame around the pieces says
    }
  }

  private void show(@Nullable String parent, int index, TailKind kind, String text) {
    if (text.isEmpty()) {
      return;
    }
    List<Tail> tails = open.computeIfAbsent(key(parent), _ -> new ArrayList<>());
    Tail tail = null;
    for (Tail one : tails) {
      if (one.index() == index && one.kind() == kind) {
        tail = one;
      }
    }
    if (tail == null) {
      tail = new Tail(index, kind, ids.get());
      tails.add(tail);
    }
    out.tail(tail.id(), kind, text);
  }

  /** The id for a whole message: that of the tail it replaces, else a new one. */
  String whole(TailKind kind, @Nullable String parent) {
    Iterator<Tail> tails = open.getOrDefault(key(parent), List.of()).iterator();
    while (tails.hasNext()) {
      Tail tail = tails.next();
      if (tail.kind() == kind) {
        tails.remove();
        return tail.id();
      }
    }
    return ids.get();
  }

  /** Drops what is shown of a whole message that holds nothing. */
  void dropOne(TailKind kind, @Nullable String parent) {
    List<Tail> tails = open.getOrDefault(key(parent), List.of());
    for (Tail tail : tails) {
      if (tail.kind() == kind) {
        tails.remove(tail);
        out.tailDropped(tail.id());
        return;
      }
    }
  }

  /** Drops what one speaker has open. */
  void drop(@Nullable String parent) {
    List<Tail> tails = open.remove(key(parent));
    if (tails != null) {
      tails.forEach(tail -> out.tailDropped(tail.id()));
    }
  }

  /** Drops everything: the turn is over. */
  void dropAll() {
    open.values().forEach(tails -> tails.forEach(tail -> out.tailDropped(tail.id())));
    open.clear();
  }

  private static String key(@Nullable String parent) {
    return parent == null ? "" : parent;
  }
}
