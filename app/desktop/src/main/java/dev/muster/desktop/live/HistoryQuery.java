package dev.muster.desktop.live;

import java.util.Map;

/**
 * What is looked for in the history.
 *
 * @param text what was typed: words, {@code "phrases"}, {@code prefix*} and filters as {@code
 *     agent:codex}; empty for everything
 * @param chosen what is chosen of the menus, as filters such as {@code agent:codex}; a facet that
 *     is missing is not restricted
 * @param sort what the sessions are ordered by
 * @param ascending from the least to the most, or the other way round
 * @param limit how many sessions are wanted at most; 1 at least
 */
public record HistoryQuery(
    String text, Map<Facet, String> chosen, Sort sort, boolean ascending, int limit) {
  /** Everything, the last one first. */
  public static final HistoryQuery ALL = new HistoryQuery("", Map.of(), Sort.STARTED, false, 200);

  public HistoryQuery {
    chosen = Map.copyOf(chosen);
  }

  /** What the menus narrow by. */
  public enum Facet {
    PROJECT,
    AGENT,
    RESULT,
    TIME,
    /** Where it is kept now that it is over. */
    SHELF
  }

  /** What sessions can be ordered by. */
  public enum Sort {
    SESSION,
    AGENT,
    STARTED,
    TOOK,
    COST,
    CHANGES,
    RESULT
  }
}
