package dev.muster.engine.event;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The frame around one prompt and what follows from it. */
public sealed interface TurnEvent extends SessionEvent {

  /** How a turn ended. */
  enum End {
    DONE,
    INTERRUPTED,
    FAILED,
    /** A limit of the session or of the agent's account was reached. */
    LIMIT
  }

  /** A turn begins: its number is that of the journal entry. */
  record TurnStarted(@Nullable String promptId) implements TurnEvent {}

  /**
   * A turn is over.
   *
   * @param reason a sentence for a person; null when it is simply done
   * @param mark the agent's own name of this point of its conversation, by which it can go back to
   *     it; null where it has none
   */
  record TurnEnded(End end, @Nullable String reason, @Nullable String mark) implements TurnEvent {
    /** At a point that has no name. */
    public TurnEnded(End end, @Nullable String reason) {
      this(end, reason, null);
    }

    /** The same at a point that has a name. */
    public TurnEnded at(@Nullable String name) {
      return new TurnEnded(end, reason, name);
    }
  }

  /**
   * The model did not answer and will be asked again.
   *
   * @param attempt the one that failed: 1, 2 …
   * @param until when the next one begins
   */
  record RetryScheduled(int attempt, String cause, Instant until) implements TurnEvent {}

  /**
   * The agent shortened its memory of the conversation.
   *
   * @param summary what it goes on with, where it tells
   */
  record Compacted(
      @Nullable Long tokensBefore, @Nullable Long tokensAfter, @Nullable String summary)
      implements TurnEvent {}
}
