package dev.muster.engine.store;

import dev.muster.engine.event.ClosedAs;
import dev.muster.engine.event.PermissionMode;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.event.SessionState;
import dev.muster.engine.event.Shelf;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What lists and the history show of a session without reading its story: a fold of its events,
 * kept beside them so that a thousand finished sessions cost nothing, and made again from them at
 * any time.
 *
 * @param projectId empty until the session's first event says it; so for the texts that follow
 * @param repository path of the user's checkout when the session was made
 * @param model what the agent was asked to use; null for its own choice
 * @param scripted a rehearsal script plays the model
 * @param worktree null until it was made
 * @param branch null until it was made
 * @param stateReason a sentence for a person; null where the state says it all
 * @param closedAs only when closed
 * @param firstPrompt the beginning of the first prompt, at most 300 characters; empty before it
 * @param createdAt of the first event
 * @param lastAt the latest of all its events: that of the last one, but for a clock that was set
 *     back
 * @param turns the highest turn number
 * @param events the sequence number of the last event
 * @param tokens input and output of all model requests
 * @param costMicros money in micro-dollars; null when nothing was reported
 * @param files files that differ from the base, as last observed
 * @param shelf where it is kept now that it is over
 */
public record SessionRow(
    SessionId id,
    String title,
    String projectId,
    String projectName,
    String repository,
    String agentId,
    String agentName,
    @Nullable String model,
    PermissionMode mode,
    boolean scripted,
    @Nullable String worktree,
    @Nullable String branch,
    SessionState state,
    @Nullable String stateReason,
    @Nullable ClosedAs closedAs,
    String firstPrompt,
    Instant createdAt,
    Instant lastAt,
    int turns,
    long events,
    long tokens,
    @Nullable Long costMicros,
    int files,
    int added,
    int removed,
    Shelf shelf) {
  public SessionRow {
    shelf = shelf == null ? Shelf.ACTIVE : shelf;
  }

  /** The same session in another state. */
  public SessionRow in(SessionState now, @Nullable String why) {
    return new SessionRow(
        id,
        title,
        projectId,
        projectName,
        repository,
        agentId,
        agentName,
        model,
        mode,
        scripted,
        worktree,
        branch,
        now,
        why,
        closedAs,
        firstPrompt,
        createdAt,
        lastAt,
        turns,
        events,
        tokens,
        costMicros,
        files,
        added,
        removed,
        shelf);
  }
}
