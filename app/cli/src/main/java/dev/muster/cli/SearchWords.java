package dev.muster.cli;

import dev.muster.engine.store.SearchFilter;
import java.util.List;
import java.util.Locale;

/** Makes the line of a search of the words that a shell hands over. */
final class SearchWords {
  private SearchWords() {}

  /**
   * The line as it would be typed in the window.
   *
   * <p>A shell takes quotes away. One argument with a filter in it is a whole search, such as
   * {@code 'agent:codex retry'}, and is taken as it is. Of several, one with a blank in it was
   * quoted: a filter's value, such as {@code project:"the shop"}, or a phrase.
   */
  static String line(List<String> words) {
    if (words.size() == 1 && hasFilter(words.getFirst())) {
      return words.getFirst();
    }
    return String.join(" ", words.stream().map(SearchWords::typed).toList());
  }

  private static String typed(String word) {
    if (!word.strip().contains(" ") || word.contains("\"")) {
      return word;
    }
    SearchFilter filter = filter(word);
    if (filter == null) {
      return hasFilter(word) ? word : '"' + word + '"';
    }
    if (!filter.choices().isEmpty()) {
      return word; // Its values have no blanks: this is a whole search in one argument.
    }
    int value = word.indexOf(':') + 1;
    return word.substring(0, value) + '"' + word.substring(value) + '"';
  }

  private static boolean hasFilter(String line) {
    for (String part : line.split("\\s+", -1)) {
      if (filter(part) != null) {
        return true;
      }
    }
    return false;
  }

  /** The filter that a word begins with; null for none. */
  private static @org.jspecify.annotations.Nullable SearchFilter filter(String word) {
    String plain = word.toLowerCase(Locale.ROOT).replaceFirst("^-", "");
    for (SearchFilter filter : SearchFilter.values()) {
      if (plain.startsWith(filter.word() + ":")) {
        return filter;
      }
    }
    return null;
  }
}
