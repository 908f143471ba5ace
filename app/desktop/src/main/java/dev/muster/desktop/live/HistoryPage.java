package dev.muster.desktop.live;

import dev.muster.desktop.live.HistoryQuery.Facet;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was found in the history.
 *
 * @param entries in the order that was asked for
 * @param sessions how many sessions there are in all, those beyond the limit included
 * @param hits how many events have what was looked for; 0 when no words were
 * @param moreHits whether there are more than that
 * @param words the words that were looked for, without filters; to mark them where they stand
 * @param events how many events were searched
 * @param facets what the menus offer, each with how many sessions it would show
 * @param took how long the search was
 * @param problem a sentence on what could not be understood of the query; null when all was
 */
public record HistoryPage(
    List<HistoryEntry> entries,
    int sessions,
    long hits,
    boolean moreHits,
    String words,
    long events,
    Map<Facet, List<Choice>> facets,
    Duration took,
    @Nullable String problem) {
  public HistoryPage {
    entries = List.copyOf(entries);
    facets = Map.copyOf(facets);
  }

  /**
   * One thing a menu offers.
   *
   * @param value the filter it stands for, as {@code agent:codex}: see {@link
   *     HistoryQuery#chosen()}
   * @param name for a person
   * @param sessions how many sessions choosing it would show
   */
  public record Choice(String value, String name, int sessions) {}

  /** What a menu offers. */
  public List<Choice> choices(Facet facet) {
    return facets.getOrDefault(facet, List.of());
  }
}
