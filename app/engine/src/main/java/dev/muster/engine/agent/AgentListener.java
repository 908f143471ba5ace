package dev.muster.engine.agent;

import dev.muster.engine.event.SessionEvent;

/**
 * Where an attempt's words go. Safe for any thread; the order of {@link #event} calls is kept.
 * {@link #event} may block for a moment when the journal is behind, which slows the agent down
 * rather than losing something.
 */
public interface AgentListener {
  /** Something happened. */
  void event(SessionEvent event);

  /**
   * A piece of a text that is still streaming. It is shown but not stored; the {@code
   * MessageAdded}, {@code ThoughtAdded} or {@code ToolOutput} with the same id replaces it.
   *
   * @param id the message id or call id it belongs to
   * @param kind what is streaming
   * @param delta to append
   */
  void tail(String id, TailKind kind, String delta);

  /** Discards the tail with this id: its text will not come (a failed try, an interruption). */
  void tailDropped(String id);

  /**
   * A line on the wire, kept raw and bounded beside the journal. Never holds a key: adapters leave
   * headers out.
   *
   * @param fromAgent true for what the agent said, false for what it was told
   */
  void raw(boolean fromAgent, String line);

  /** What is streaming. */
  enum TailKind {
    MESSAGE,
    THOUGHT,
    OUTPUT
  }
}
