package dev.muster.engine.agent.builtin;

import dev.muster.engine.agent.AgentListener;
import dev.muster.engine.agent.AgentListener.TailKind;
import dev.muster.engine.agent.builtin.model.ContentBlock;
import dev.muster.engine.agent.builtin.model.ModelEvent;
import dev.muster.engine.agent.builtin.model.ModelListener;
import dev.muster.engine.agent.builtin.model.ModelTurn;
import dev.muster.engine.event.ConversationEvent.MessageAdded;
import dev.muster.engine.event.ConversationEvent.ThoughtAdded;
import dev.muster.engine.event.TurnEvent.RetryScheduled;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Shows one answer while it streams in, and stores it when it is whole. Every tail that was shown
 * ends as a stored message or is dropped. Used by one thread.
 */
final class Tails implements ModelListener {
  private final AgentListener out;
  private final Supplier<String> ids;
  private final Map<Integer, Tail> texts = new TreeMap<>();
  private final Map<Integer, Tail> thoughts = new TreeMap<>();

  private record Tail(String id, StringBuilder shown) {}

  /**
   * Tells this listener.
   *
   * @param ids gives message ids that are new in the session
   */
  Tails(AgentListener out, Supplier<String> ids) {
    this.out = out;
    this.ids = ids;
  }

  @Override
  public void on(ModelEvent event) {
    switch (event) {
      case ModelEvent.TextDelta delta -> show(texts, delta.index(), TailKind.MESSAGE, delta.text());
      case ModelEvent.ThinkingDelta delta ->
          show(thoughts, delta.index(), TailKind.THOUGHT, delta.text());
      case ModelEvent.RetryAnnounced retry -> {
        drop();
        out.event(new RetryScheduled(retry.attempt(), retry.cause(), retry.until()));
      }
      case ModelEvent.ToolCallStarted _,
          ModelEvent.ToolCallArguments _,
          ModelEvent.ToolCallComplete _,
          ModelEvent.UsageUpdated _ -> {}
    }
  }

  @Override
  public void raw(boolean fromModel, String line) {
    out.raw(fromModel, line);
  }

  /** Stores the words of a whole answer, in their order. */
  void store(ModelTurn answer) {
    Deque<Tail> openTexts = new ArrayDeque<>(texts.values());
    Deque<Tail> openThoughts = new ArrayDeque<>(thoughts.values());
    for (ContentBlock block : answer.content()) {
      switch (block) {
        case ContentBlock.Text text -> {
          Tail tail = openTexts.poll();
          if (!text.text().isBlank()) {
            out.event(new MessageAdded(tail == null ? ids.get() : tail.id(), text.text(), null));
          } else if (tail != null) {
            out.tailDropped(tail.id());
          }
        }
        case ContentBlock.Thinking thinking -> {
          Tail tail = thinking.text().isEmpty() ? null : openThoughts.poll();
          String opaque = OpaqueJson.write(thinking.opaque());
          if (opaque != null || !thinking.text().isBlank()) {
            out.event(
                new ThoughtAdded(
                    tail == null ? ids.get() : tail.id(), thinking.text(), opaque, null));
          } else if (tail != null) {
            out.tailDropped(tail.id());
          }
        }
        case ContentBlock.ToolCall _, ContentBlock.ToolResult _, ContentBlock.Image _ -> {}
      }
    }
    openTexts.forEach(tail -> out.tailDropped(tail.id()));
    openThoughts.forEach(tail -> out.tailDropped(tail.id()));
    texts.clear();
    thoughts.clear();
  }

  /**
   * Keeps what was said of an answer that was interrupted: its words are stored, its thoughts
   * dropped.
   *
   * @return the words that were stored
   */
  List<ContentBlock> keepWords() {
    List<ContentBlock> kept = new ArrayList<>();
    for (Tail tail : texts.values()) {
      String text = tail.shown().toString();
      if (!text.isBlank()) {
        out.event(new MessageAdded(tail.id(), text, null));
        kept.add(new ContentBlock.Text(text));
      } else {
        out.tailDropped(tail.id());
      }
    }
    texts.clear();
    drop();
    return kept;
  }

  /** Drops everything that was shown. */
  void drop() {
    texts.values().forEach(tail -> out.tailDropped(tail.id()));
    thoughts.values().forEach(tail -> out.tailDropped(tail.id()));
    texts.clear();
    thoughts.clear();
  }

  private void show(Map<Integer, Tail> tails, int index, TailKind kind, String delta) {
    Tail tail = tails.computeIfAbsent(index, _ -> new Tail(ids.get(), new StringBuilder()));
    tail.shown().append(delta);
    out.tail(tail.id(), kind, delta);
  }
}
