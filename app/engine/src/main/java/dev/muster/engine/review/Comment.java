package dev.muster.engine.review;

import dev.muster.engine.event.ReviewEvent.Place;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A remark on a session's changes.
 *
 * @param place null for one on the whole
 * @param by {@code you}, or the name of a reviewer
 * @param severity {@code high}, {@code medium} or {@code low} where a reviewer says so; else null
 * @param writtenAt when its present text was written
 * @param promptId the prompt it went to the agent with; null while it is no more than a draft
 * @param sentInTurn the turn that prompt began or went into; 0 while it waits or is a draft
 */
public record Comment(
    String id,
    @Nullable Place place,
    String text,
    String by,
    @Nullable String severity,
    Instant writtenAt,
    Status status,
    @Nullable String promptId,
    int sentInTurn) {

  /** What became of a comment. */
  public enum Status {
    /** Only here; kept over a restart. */
    DRAFT,
    /** Its prompt waits for the agent or has gone to it. */
    SENT,
    /** Counts no more. */
    DISMISSED
  }
}
