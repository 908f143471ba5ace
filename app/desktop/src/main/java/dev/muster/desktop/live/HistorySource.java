package dev.muster.desktop.live;

import dev.muster.engine.event.Recorded;
import dev.muster.engine.event.SessionId;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * What the history browser needs of the engine. Every method returns at once and may be called on
 * the JavaFX thread; futures fail with an exception whose message is a sentence for a person.
 */
public interface HistorySource {
  /** Finds sessions. */
  CompletableFuture<HistoryPage> find(HistoryQuery query);

  /** What can stand before a colon in a query. */
  List<HistoryFilter> filters();

  /** How much there is in all. */
  CompletableFuture<Totals> totals();

  /** Events of a session from a sequence number on, at most {@code limit} (10,000), in order. */
  CompletableFuture<List<Recorded>> events(SessionId session, long fromSeq, int limit);

  /** The last events of a session, in order; 10,000 at most. */
  CompletableFuture<List<Recorded>> tail(SessionId session, int count);

  /**
   * Reads a session's whole story and tells what there is in it. Cancelling the future ends the
   * reading.
   */
  CompletableFuture<SessionDigest> digest(SessionId session);

  /**
   * How much there is.
   *
   * @param bytes what the journal and its index take on the disk
   */
  record Totals(int sessions, long events, long bytes) {}
}
