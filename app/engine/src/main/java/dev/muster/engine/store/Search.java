package dev.muster.engine.store;

import dev.muster.engine.event.SessionId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Finds what was said and run: prompts, messages, questions, commands, file paths, tool output,
 * notes; as hits ({@link #find}) or by session ({@link #ask}). The index is fed behind the journal:
 * less than a second late, some seconds at most when tens of thousands of events come each second.
 * It goes on where it ended after a crash. Safe for any thread; methods block, on platform threads
 * of the store.
 */
public interface Search {
  /**
   * What to look for.
   *
   * @param text as for {@link SearchAsk}. Anything may be typed: what has a meaning for SQLite is
   *     taken literally. Without any word nothing is found
   * @param session only in this session; null for all
   * @param projectId only in this project; null for all
   * @param before only hits before this position, for the next page; null for the first
   * @param limit 1 to 200
   */
  record Query(
      String text,
      @Nullable SessionId session,
      @Nullable String projectId,
      @Nullable Long before,
      int limit) {
    /** Everywhere, the newest 50. */
    public static Query of(String text) {
      return new Query(text, null, null, null, 50);
    }

    /** The same in one session. */
    public Query in(SessionId session) {
      return new Query(text, session, projectId, before, limit);
    }
  }

  /**
   * One event that has all of it.
   *
   * @param position its place among all hits: greater in a session that began later, and in a
   *     session for a later event
   * @param seq its place in the session
   * @param kind the event's kind, such as {@code PromptSent}
   * @param snippet the text around the first matches, one line, at most some 200 characters
   * @param marks what matched, as ranges of {@code snippet} in order
   */
  record Hit(
      SessionId session,
      String sessionTitle,
      String projectName,
      long position,
      long seq,
      Instant at,
      String kind,
      String snippet,
      List<Mark> marks) {}

  /** A range of characters, the end not included. */
  record Mark(int start, int end) {}

  /**
   * Hits: of the session that began last first, and of each session the last first.
   *
   * @param next give it as {@link Query#before} for the next page; null when there is none
   */
  record Page(List<Hit> hits, @Nullable Long next) {}

  /**
   * Searches.
   *
   * @throws JournalException when the database cannot be read
   */
  Page find(Query query);

  /**
   * Finds sessions. Blocks; some milliseconds. Interrupting the calling thread stops the query.
   *
   * @throws JournalException when the database cannot be read
   * @throws java.util.concurrent.CancellationException when it was interrupted; the thread's
   *     interrupted state is kept
   */
  SearchFound ask(SearchAsk ask);

  /**
   * The same without blocking: for what is typed. Cancelling the answer stops the query, also when
   * it has begun; whoever asks anew at each keystroke cancels the answer before, and none of them
   * delays the last.
   */
  CompletableFuture<SearchFound> asking(SearchAsk ask);

  /**
   * How a text may go on: names of filters, and their values as the history has them. Blocks.
   *
   * @param caret place in the text, 0 to its length
   */
  SearchCompletion complete(String text, int caret);

  /**
   * Leaves sessions out of {@link #ask} for good, such as those in the trash.
   *
   * @param hidden asked on a thread of the store for every session and search; must not block
   */
  void hide(Predicate<SessionId> hidden);

  /** What the history shows of a session; empty until it is indexed. Blocks. */
  Optional<SessionFacts> facts(SessionId session);

  /** How many committed events are not in the index yet. Does not block. */
  long behind();

  /** Blocks until everything that was committed before this call can be found. */
  void catchUp();

  /** Throws the index away and makes it again from the journal; blocks until that is done. */
  void rebuild();
}
