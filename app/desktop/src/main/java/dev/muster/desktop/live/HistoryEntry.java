package dev.muster.desktop.live;

import dev.muster.engine.event.ClosedAs;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.event.SessionState;
import dev.muster.engine.event.Shelf;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One session as the history lists it.
 *
 * @param scripted a script plays the model; always said to the person
 * @param closedAs only when closed
 * @param shelf where it is kept now that it is over
 * @param outcome the commit merged or the address of the pull request; null where there is none
 * @param branch null until it was made, and for an imported conversation
 * @param started when its first event was
 * @param last when its last event was
 * @param worked how long its turns took, without the time between them
 * @param claims claims of its agent that were judged
 * @param events how many it has: the sequence number of the last one
 * @param costMicros micro-dollars; null when nothing was reported
 * @param files files that differ from the base, as Muster last saw
 * @param found what was found in it; null when nothing was looked for
 */
public record HistoryEntry(
    SessionId id,
    String title,
    String projectId,
    String project,
    String repository,
    String agentId,
    String agent,
    @Nullable String model,
    boolean scripted,
    SessionState state,
    @Nullable ClosedAs closedAs,
    Shelf shelf,
    @Nullable String branch,
    @Nullable String outcome,
    String firstPrompt,
    Instant started,
    Instant last,
    Duration worked,
    int turns,
    long events,
    long tokens,
    @Nullable Long costMicros,
    int files,
    int added,
    int removed,
    int claims,
    int confirmed,
    int contradicted,
    @Nullable Found found) {

  /**
   * What was found in a session.
   *
   * @param hits how many of its events have what was looked for
   * @param seq the event to open it at
   * @param snippet the text around the first match, one line
   * @param marks what matched, as ranges of {@code snippet} in order
   */
  public record Found(long hits, long seq, String snippet, List<Mark> marks) {
    public Found {
      marks = List.copyOf(marks);
    }
  }

  /** A range of characters, the end not included. */
  public record Mark(int start, int end) {}

  /** Whether an agent had this conversation without Muster. */
  public boolean imported() {
    return id.isImported();
  }
}
