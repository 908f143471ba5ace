package dev.muster.engine.store;

/**
 * What a person looks for in the history, and how the answer is to be laid out.
 *
 * @param text words (all in the same event), {@code "phrases"}, {@code prefix*}, {@code -word}, and
 *     the filters of {@link SearchFilter}; may be empty, and then the filters alone choose among
 *     all sessions
 * @param sort which session comes first
 * @param skip how many sessions to leave out, for the pages after the first; 0 or more
 * @param limit how many sessions, 1 to 200
 * @param hitsEach how many hits of each session to show, 0 to 20
 * @param exact whether to count every hit however long it takes; otherwise the counts of very
 *     common words may be lower bounds ({@link SearchFound#complete()})
 * @param typing whether the last word is still being typed: it then stands for all words that begin
 *     with it, once it has three letters
 */
public record SearchAsk(
    String text, Sort sort, int skip, int limit, int hitsEach, boolean exact, boolean typing) {

  /** Which session comes first. */
  public enum Sort {
    /** The one that last had an event. */
    NEWEST,
    /** The one that began last. */
    STARTED,
    /** Words in the title or first prompt, then many hits for its length, then newer. */
    RELEVANCE,
    /** The dearest. */
    COST,
    /** The one that worked longest. */
    DURATION,
    /** The one with the most hits. */
    HITS
  }

  public SearchAsk {
    skip = Math.max(0, skip);
    limit = Math.clamp(limit, 1, 200);
    hitsEach = Math.clamp(hitsEach, 0, 20);
  }

  /** The first 50 sessions, the newest first, with one hit each. */
  public static SearchAsk of(String text) {
    return new SearchAsk(text, Sort.NEWEST, 0, 50, 1, false, false);
  }

  /** The same in another order. */
  public SearchAsk by(Sort order) {
    return new SearchAsk(text, order, skip, limit, hitsEach, exact, typing);
  }

  /** The same, so many sessions further on. */
  public SearchAsk page(int from, int size) {
    return new SearchAsk(text, sort, from, size, hitsEach, exact, typing);
  }

  /** The same with so many hits of each session. */
  public SearchAsk withHits(int each) {
    return new SearchAsk(text, sort, skip, limit, each, exact, typing);
  }

  /** The same with every hit counted. */
  public SearchAsk counted() {
    return new SearchAsk(text, sort, skip, limit, hitsEach, true, typing);
  }

  /** The same while the last word is being typed. */
  public SearchAsk asTyped() {
    return new SearchAsk(text, sort, skip, limit, hitsEach, exact, true);
  }
}
