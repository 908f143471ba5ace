package dev.muster.engine.store;

import dev.muster.engine.event.SessionId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds what was said and run: prompts, messages, questions, commands, file paths, tool output,
 * notes. The index is fed behind the journal: less than a second late, some seconds at most when
 * tens of thousands of events come each second. It goes on where it ended after a crash. Safe for
 * any thread; methods block, on platform threads of the store.
 */
public interface Search {
  /**
   * What to look for.
   *
   * @param text words (all must be there), {@code "phrases"}, {@code prefix*}. Anything may be
   *     typed: what has a meaning for SQLite is taken literally. Empty finds nothing
   * @param session only in this session; null for all
   * @param projectId only in this project; null for all
   * @param before only hits older than this position, for the next page; null for the newest
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
   * @param position its place in the whole journal
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
   * Hits, newest first.
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

  /** How many committed events are not in the index yet. Does not block. */
  long behind();

  /** Blocks until everything that was committed before this call can be found. */
  void catchUp();

  /** Throws the index away and makes it again from the journal; blocks until that is done. */
  void rebuild();
}
