package dev.muster.desktop.history;

import dev.muster.desktop.live.HistoryFilter;
import dev.muster.desktop.live.HistoryPage;
import dev.muster.desktop.live.HistoryPage.Choice;
import dev.muster.desktop.live.HistoryQuery.Facet;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What could follow in a query where the person is typing: filters, and what may stand in them. */
final class FilterCompletion {
  /** As many as fit under the field. */
  static final int MOST = 5;

  /**
   * One way to go on.
   *
   * @param text what takes the place of the word that is being typed
   * @param meaning a few words; may be empty
   */
  record Suggestion(String text, String meaning) {}

  private FilterCompletion() {}

  /** The word that ends at a place of a text. */
  static String wordAt(String text, int caret) {
    int start = Math.min(caret, text.length());
    int end = start;
    while (start > 0 && !Character.isWhitespace(text.charAt(start - 1))) {
      start--;
    }
    return text.substring(start, end);
  }

  /** What could take the place of a word. */
  static List<Suggestion> of(String word, List<HistoryFilter> filters, @Nullable HistoryPage page) {
    List<Suggestion> found = new ArrayList<>();
    int colon = word.indexOf(':');
    String typed = word.toLowerCase(Locale.ROOT);
    for (HistoryFilter filter : filters) {
      if (colon < 0) {
        if (!typed.isEmpty() && filter.name().startsWith(typed)) {
          found.add(new Suggestion(filter.name() + ":", filter.meaning()));
        }
      } else if (filter.name().equals(typed.substring(0, colon))) {
        String begun = typed.substring(colon + 1).replace("\"", "");
        for (String value : values(filter, page)) {
          String whole = filter.name() + ":" + quoted(value);
          if (value.toLowerCase(Locale.ROOT).startsWith(begun)
              && !whole.equalsIgnoreCase(word)
              && found.size() < MOST) {
            found.add(new Suggestion(whole, ""));
          }
        }
      }
    }
    return found.size() <= MOST ? found : found.subList(0, MOST);
  }

  private static List<String> values(HistoryFilter filter, @Nullable HistoryPage page) {
    if (!filter.examples().isEmpty() || page == null) {
      return filter.examples();
    }
    return switch (filter.name()) {
      case "agent" -> names(page, Facet.AGENT);
      case "project" -> names(page, Facet.PROJECT);
      default -> List.of();
    };
  }

  private static List<String> names(HistoryPage page, Facet facet) {
    return page.choices(facet).stream().map(Choice::name).distinct().toList();
  }

  private static String quoted(String value) {
    return value.chars().anyMatch(Character::isWhitespace) ? '"' + value + '"' : value;
  }
}
