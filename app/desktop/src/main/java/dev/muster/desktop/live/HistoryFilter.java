package dev.muster.desktop.live;

import java.util.List;

/**
 * A word that narrows a search when it stands before a colon, as {@code agent} in {@code
 * agent:codex}.
 *
 * @param name as it is typed
 * @param meaning a few words for a person
 * @param examples values that may follow the colon, for completion
 */
public record HistoryFilter(String name, String meaning, List<String> examples) {
  public HistoryFilter {
    examples = List.copyOf(examples);
  }
}
