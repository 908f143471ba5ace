package dev.muster.engine.export;

import dev.muster.engine.event.SessionId;

/**
 * A session of an export, and what became of it here.
 *
 * @param events how many the file has of it
 * @param note a sentence for a person
 */
public record TakenIn(SessionId session, String title, long events, Outcome outcome, String note) {
  /** What became of it. */
  public enum Outcome {
    /** It was not here, and now is. */
    NEW,
    /** It was pruned here, and is here again. */
    BACK,
    /** It is here already, with all that the file has of it. */
    KNOWN,
    /** It is here, and the file says something else of it: what is here stays as it is. */
    DIFFERENT
  }
}
