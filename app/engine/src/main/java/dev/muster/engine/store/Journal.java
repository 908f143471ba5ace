package dev.muster.engine.store;

import dev.muster.engine.event.Recorded;
import dev.muster.engine.event.SessionEvent;
import dev.muster.engine.event.SessionId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The append-only record of everything that happened. What it has answered for is committed; what
 * was committed is never changed.
 *
 * <p>Safe for any thread. All database work is done on platform threads of the store: one that
 * writes, in groups, and two that read. Methods that block park the caller and may be called on a
 * virtual thread, never on the JavaFX thread.
 *
 * <p>When a write fails for a reason that may pass (the disk is full, the file became read-only,
 * the disk reports an error), the journal holds: appends wait in memory, in order, and are written
 * when it works again; see {@link #storing()}. When it fails for another reason the journal stops:
 * nothing is written after the first failure, so nothing is lost from the middle or reordered;
 * every append that is waiting and every later one fails with {@link JournalException}. Reading
 * goes on in either case.
 */
public interface Journal {
  /**
   * Why the journal stopped, a sentence for a person; null while it writes or only holds. Does not
   * block.
   */
  @Nullable String failure();

  /** Whether what happens is stored at this moment. Does not block. */
  Storing storing();

  /** Tells a listener at once whether what happens is stored, and whenever that changes. */
  Subscription onStoring(Storing.Listener listener);

  /** While the journal holds: tries at once whether it can write again. Does not block. */
  void tryAgain();

  /**
   * From now on nothing waits for a disk that refuses: whatever cannot be written fails with {@link
   * JournalException} after one more attempt. For whoever is about to close Muster. Does not block.
   */
  void stopHolding();

  /**
   * How long the oldest append that is not committed yet has been waiting; zero when none is. Does
   * not block.
   */
  Duration behind();

  /**
   * What takes secrets out of everything that is appended, and of what else is kept; see {@link
   * Masking#know} for those that come up later.
   */
  Masking masking();

  /**
   * Appends one event. The order of calls is the order in the journal, for one session and for all;
   * the sequence number is given by the writer: 1, 2, 3 … in each session.
   *
   * <p>Returns once the event is queued; blocks only while the queue is full (8,192 events or 32
   * MiB). Not affected by interruption of the caller. While the journal holds, the answer waits.
   *
   * @param turn the turn it belongs to; 0 before the first prompt
   * @return completes after the commit, on a virtual thread; or fails with {@link JournalException}
   */
  CompletableFuture<Recorded> append(SessionId session, int turn, SessionEvent event);

  /**
   * Appends several events of one session next to each other, all or none, in one commit.
   *
   * @return completes after the commit with the events in order; at once for an empty list
   */
  CompletableFuture<List<Recorded>> appendAll(
      SessionId session, int turn, List<? extends SessionEvent> events);

  /**
   * Appends what happened long ago, with the instants at which it happened; else as {@link
   * #appendAll}. A power cut may take the last of it back: whoever appends it can do so again.
   */
  CompletableFuture<List<Recorded>> appendPast(SessionId session, List<Past> events);

  /**
   * Blocks until everything appended before this call is committed.
   *
   * @throws JournalException when it could not be, also when the journal holds
   */
  void flush();

  /**
   * Part of a session's story, in order. Blocks.
   *
   * @param fromSeq the first sequence number wanted; 1 is the beginning
   * @param limit at most this many; 10,000 at the most
   */
  List<Recorded> read(SessionId session, long fromSeq, int limit);

  /** All events of a session that are of these kinds, in order. Blocks. */
  List<Recorded> ofKinds(SessionId session, Set<String> kinds);

  /** The last events of a session, in order. Blocks. At most 10,000. */
  List<Recorded> tail(SessionId session, int last);

  /**
   * Reads a session's whole story in order, page by page; memory does not grow with its length.
   * Blocks; the consumer runs on the calling thread. What is committed after the call began is left
   * out.
   *
   * @return how many events there were
   */
  long replay(SessionId session, Consumer<Recorded> consumer);

  /** Reads the whole journal in the order it was written; else as {@link #replay}. */
  long replayAll(Consumer<Recorded> consumer);

  /**
   * Follows one session: first everything from {@code fromSeq} on from the database, then live,
   * without a gap, a double or a change of order. A listener that cannot keep up is not kept in
   * memory: it catches up by reading. Does not block.
   *
   * @param fromSeq 1 for the whole story
   */
  Subscription subscribe(SessionId session, long fromSeq, JournalListener listener);

  /**
   * Follows all sessions; else as {@link #subscribe}.
   *
   * @param afterPosition 0 for the whole journal, {@link #position()} for what is yet to come
   */
  Subscription subscribeAll(long afterPosition, JournalListener listener);

  /** The place of the last committed event in the whole journal; grows by one with every event. */
  long position();

  /** All sessions, the one that last had an event first. Blocks. */
  List<SessionRow> sessions();

  /**
   * The sessions that are not over, in no order; costs nothing for those that are imported and
   * little for those that are closed. Blocks.
   */
  List<SessionRow> openSessions();

  /** One session; empty when the journal has no event of it. Blocks. */
  Optional<SessionRow> session(SessionId session);

  /** What the events of a session take. Blocks: some milliseconds for 10,000 events. */
  EventWeight weight(SessionId session);

  /**
   * Takes the next events out of a session whose last event is {@code LifeEvent.Pruned}; when only
   * that is left, it becomes the first. Can be repeated, also after a crash in between. Blocks;
   * appends wait meanwhile, so ask for some thousand at a time.
   *
   * @return how many are left to take out
   * @throws JournalException when the session's last event is another, or it cannot be written
   */
  long prune(SessionId session, int most);

  /**
   * Takes the last events of a session out, as if they had never been: only for what an import
   * could not bring to its end, and for what is left of a pruned session that is taken in again.
   * Else as {@link #prune}.
   */
  long erase(SessionId session, int most);

  /**
   * Makes the rows of {@link #sessions()} again from the events. Blocks, for some seconds per
   * million events; appends hardly wait. {@link Store#rebuild()} does more.
   *
   * @return where the rows were not what the events say; empty when all were
   */
  List<RebuildReport.Difference> rebuildSessions();

  /**
   * Asks SQLite whether the database is whole. Blocks; seconds for a large one.
   *
   * @return what is wrong, one sentence each; empty when nothing is
   */
  List<String> check();
}
