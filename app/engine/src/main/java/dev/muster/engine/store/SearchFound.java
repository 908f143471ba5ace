package dev.muster.engine.store;

import java.time.Duration;
import java.util.List;

/**
 * One page of sessions that have what was looked for.
 *
 * @param groups the sessions of this page in the order asked for
 * @param sessions how many sessions have it, on all pages
 * @param hits how many events have it, in all of them; 0 when no word was looked for
 * @param complete whether {@code sessions}, {@code hits} and the facets count everything; when not,
 *     there are at least so many, and {@link SearchAsk#counted()} tells how many
 * @param more whether another page follows
 * @param facets what the sessions could be narrowed down to
 * @param problems what could not be understood; each was left out or taken as words
 * @param events how many events can be searched
 * @param took how long it took in the store
 */
public record SearchFound(
    List<Group> groups,
    int sessions,
    long hits,
    boolean complete,
    boolean more,
    Facets facets,
    List<Problem> problems,
    long events,
    Duration took) {

  /**
   * One session.
   *
   * @param hits how many of its events have it; 0 when no word was looked for
   * @param allCounted whether there are not more than {@code hits}
   * @param best its hits worth showing, the best first, as many as were asked for
   */
  public record Group(SessionFacts session, long hits, boolean allCounted, List<Search.Hit> best) {}

  /**
   * How the sessions divide. Each facet counts as if its own filter were not there, so that it says
   * what another choice would give; values without any session are left out.
   *
   * @param times in the order today, last 7 days, last 30 days, older; they overlap but for the
   *     last
   */
  public record Facets(
      List<Value> projects, List<Value> agents, List<Value> results, List<Value> times) {
    /** Nothing to choose from. */
    public static final Facets NONE = new Facets(List.of(), List.of(), List.of(), List.of());
  }

  /**
   * A choice in a facet.
   *
   * @param filter what to add to the text for it, such as {@code agent:"Claude Code"}
   * @param label for a person
   * @param sessions how many it has
   * @param chosen whether the text has this filter
   */
  public record Value(String filter, String label, int sessions, boolean chosen) {}

  /**
   * A piece of the text that could not be understood.
   *
   * @param start where it begins in the text
   * @param end where it ends, not included
   * @param sentence what is wrong and what is possible
   */
  public record Problem(int start, int end, String sentence) {}
}
