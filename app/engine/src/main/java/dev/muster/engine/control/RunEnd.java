package dev.muster.engine.control;

import dev.muster.engine.event.SessionId;
import dev.muster.engine.event.SessionState;
import dev.muster.engine.event.TurnEvent;
import org.jspecify.annotations.Nullable;

/**
 * How a followed turn came to its end.
 *
 * @param state where the session rests now
 * @param end how the turn ended; null when it never began or was torn off
 * @param reason a sentence for a person; null when all is well
 */
public record RunEnd(
    SessionId session, SessionState state, TurnEvent.@Nullable End end, @Nullable String reason) {
  /** Whether the turn did what it was to do. */
  public boolean done() {
    return end == TurnEvent.End.DONE && state != SessionState.FAILED;
  }
}
