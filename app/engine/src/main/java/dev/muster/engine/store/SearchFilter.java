package dev.muster.engine.store;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What the text of a search can say about sessions, as {@code name:value}. A value with blanks is
 * put in quotes, several are parted by commas ("one of these"), and {@code -name:value} means "but
 * not these".
 */
public enum SearchFilter {
  AGENT("agent", "who worked, by name or id", List.of()),
  PROJECT("project", "the repository, by name", List.of()),
  FILE("file", "a file it read or changed; a part of the path is enough", List.of()),
  STATE(
      "state",
      "where it stands",
      List.of(
          "queued",
          "starting",
          "working",
          "needs-you",
          "ready",
          "stopped",
          "failed",
          "lost",
          "closed")),
  RESULT(
      "result",
      "what came of it",
      List.of(
          "merged",
          "pr",
          "dropped",
          "kept",
          "imported",
          "ready",
          "stopped",
          "failed",
          "lost",
          "open")),
  BRANCH("branch", "its branch; a part of the name is enough", List.of()),
  MODEL("model", "the model it used; a part of the name is enough", List.of()),
  KIND(
      "kind",
      "where the words stand",
      List.of("prompt", "message", "command", "output", "error", "file", "note")),
  AFTER(
      "after",
      "on that day or later",
      List.of("today", "yesterday", "7d", "30d", "3m", "1y", "2026-01-31")),
  BEFORE(
      "before",
      "before that day",
      List.of("today", "yesterday", "7d", "30d", "3m", "1y", "2026-01-31")),
  COST("cost", "money in dollars", List.of(">1", "<0.10", "0.5..2")),
  SHELF(
      "shelf",
      "where it is kept; without this filter, what is in the trash or pruned is not found",
      List.of("active", "archived", "trashed", "pruned")),
  SESSION("session", "its id, or the beginning of it", List.of());

  private final String word;
  private final String meaning;
  private final List<String> values;

  SearchFilter(String word, String meaning, List<String> values) {
    this.word = word;
    this.meaning = meaning;
    this.values = values;
  }

  /** As it is typed, without the colon. */
  public String word() {
    return word;
  }

  /** A few words for a person. */
  public String meaning() {
    return meaning;
  }

  /** All values there are, or examples of them; empty where the history says which there are. */
  public List<String> choices() {
    return values;
  }

  /** The filter that is typed like this. */
  static Optional<SearchFilter> of(String typed) {
    String name = typed.toLowerCase(Locale.ROOT);
    for (SearchFilter filter : SearchFilter.values()) {
      if (filter.word.equals(name)) {
        return Optional.of(filter);
      }
    }
    return Optional.empty();
  }
}
