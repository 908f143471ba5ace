package dev.muster.engine.imported;

import dev.muster.engine.event.SessionId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What came of one conversation.
 *
 * @param agent id of the agent
 * @param conversation the agent's own id of it
 * @param session what it is in Muster's history
 * @param changed when something was added to it last
 * @param events how many were stored; in a dry run of a known one, how many would be
 * @param note a sentence when not all of it could be taken in; else null
 */
public record Taken(
    String agent,
    String conversation,
    SessionId session,
    String title,
    Instant changed,
    Outcome outcome,
    long events,
    @Nullable String note) {
  /** What came of it. */
  public enum Outcome {
    /** It was not in history. */
    NEW,
    /** It was, and has grown. */
    GROWN,
    /** It was, and is the same. */
    KNOWN,
    /** It could not be read; the note says why. */
    FAILED
  }
}
