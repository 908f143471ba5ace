package dev.muster.desktop.live;

import dev.muster.engine.event.Recorded;
import dev.muster.engine.event.SessionId;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * What the history browser needs of the engine. Every method returns at once and may be called on
 * the JavaFX thread; futures fail with an exception whose message is a sentence for a person.
 */
public interface HistorySource {
  /** Finds sessions. Cancelling the answer stops the search. */
  CompletableFuture<HistoryPage> find(HistoryQuery query);

  /**
   * How a query may go on.
   *
   * @param caret place in the text, 0 to its length
   */
  CompletableFuture<Completion> complete(String text, int caret);

  /** How much there is in all. */
  CompletableFuture<Totals> totals();

  /**
   * The last events of a session, in order; fewer than {@code limit} where they are very large.
   *
   * @param limit 1 to 2,000, as for the other parts
   */
  CompletableFuture<List<Recorded>> tail(SessionId session, int limit);

  /** The events before a sequence number, the nearest ones, in order. */
  CompletableFuture<List<Recorded>> before(SessionId session, long seq, int limit);

  /** The events from a sequence number on, that one included, in order. */
  CompletableFuture<List<Recorded>> from(SessionId session, long seq, int limit);

  /** The events around a sequence number, that one included, in order. */
  CompletableFuture<List<Recorded>> around(SessionId session, long seq, int limit);

  /**
   * Goes through a session's whole story and tells what there is in it. Cancelling the future ends
   * that.
   */
  CompletableFuture<SessionDigest> digest(SessionId session);

  /**
   * How a session stood at any of its events. Returns at once, and reads nothing before it is
   * asked.
   *
   * @param events how many there are now
   */
  SessionPast past(SessionId session, long events);

  /**
   * Tells whenever what is listed has changed, whoever changed it, once that can be found.
   *
   * @param listener called on a thread of the engine, at most twice a second
   * @return ends it
   */
  Runnable follow(Consumer<HistoryNews> listener);

  /** Exports, archives, deletes. */
  HistoryKeeper keeper();

  /**
   * How much there is.
   *
   * @param sessions those that are listed: neither in the trash nor pruned
   * @param archived how many of them are in the archive
   * @param trashed how many more are in the trash
   * @param bytes what the journal and its index take on the disk
   */
  record Totals(int sessions, int archived, int trashed, long events, long bytes) {}

  /**
   * How a query may go on.
   *
   * @param start where the piece begins that a choice replaces
   * @param end where it ends, not included
   * @param choices the likeliest first
   */
  record Completion(int start, int end, List<Choice> choices) {
    /** Nothing to propose. */
    public static final Completion NONE = new Completion(0, 0, List.of());

    public Completion {
      choices = List.copyOf(choices);
    }
  }

  /**
   * One way to go on.
   *
   * @param text what takes the place of the piece
   * @param meaning a few words for a person; may be empty
   */
  record Choice(String text, String meaning) {}
}
