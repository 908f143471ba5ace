package dev.muster.engine.store;

import dev.muster.engine.event.SessionId;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of making everything anew that is derived from the journal's events.
 *
 * @param events that it was made from
 * @param sessions rows that were made
 * @param differences where what was there was not what the events say, at most 1,000; empty when
 *     all was equal. What the events say is there now
 * @param took all of it
 */
public record RebuildReport(
    long events, int sessions, List<Difference> differences, Duration took) {
  /** Differences that are told; more of them are only repeated by what is wrong already. */
  static final int MOST = 1_000;

  /** Whether what was there equalled what the events say. */
  public boolean equal() {
    return differences.isEmpty();
  }

  /**
   * One thing that was not what the events say.
   *
   * @param session null when it is about no single session
   * @param field the name of what differed; {@code row} for a whole one that was missing, was too
   *     much or could not be read, {@code search} for the full-text index, {@code facts}, {@code
   *     turns}, {@code files} and {@code commands} for what is folded from the session's story
   * @param was what stood there; null when there was nothing
   * @param is what the events say; null when there should be nothing
   */
  public record Difference(
      @Nullable SessionId session, String field, @Nullable String was, @Nullable String is) {}
}
