package dev.muster.engine.store;

import dev.muster.engine.store.SearchCompletion.Choice;
import dev.muster.engine.store.SearchFacts.Known;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Proposes how the text of a search may go on: names of filters, then their values. */
final class SearchCompleter {
  private static final int MOST = 20;

  private SearchCompleter() {}

  static SearchCompletion complete(
      String text, int caret, Connection connection, Collection<Known> sessions)
      throws SQLException {
    int end = Math.clamp(caret, 0, text.length());
    int start = begin(text, end);
    boolean not = start < end && text.charAt(start) == '-';
    String piece = text.substring(not ? start + 1 : start, end);
    String sign = not ? "-" : "";
    int colon = piece.indexOf(':');
    List<Choice> choices = new ArrayList<>();
    if (colon < 0) {
      for (SearchFilter filter : SearchFilter.values()) {
        if (filter.word().startsWith(piece.toLowerCase(Locale.ROOT))) {
          choices.add(new Choice(sign + filter.word() + ":", filter.meaning()));
        }
      }
      return new SearchCompletion(start, end, List.copyOf(choices));
    }
    SearchFilter filter = SearchFilter.of(piece.substring(0, colon)).orElse(null);
    if (filter == null) {
      return new SearchCompletion(start, end, List.of());
    }
    String typed = piece.substring(colon + 1).replace("\"", "").toLowerCase(Locale.ROOT);
    int comma = typed.lastIndexOf(',');
    String before = comma < 0 ? "" : typed.substring(0, comma + 1);
    String last = typed.substring(comma + 1);
    for (Choice value : values(filter, last, connection, sessions)) {
      String whole = SearchFacets.text(filter, value.text());
      String put = before.isEmpty() ? whole : filter.word() + ":" + before + value.text();
      choices.add(new Choice(sign + put, value.meaning()));
    }
    return new SearchCompletion(start, end, List.copyOf(choices));
  }

  /** The last blank that is not inside quotes. */
  private static int begin(String text, int end) {
    int start = 0;
    boolean quoted = false;
    for (int n = 0; n < end; n++) {
      char c = text.charAt(n);
      if (c == '"') {
        quoted = !quoted;
      } else if (Character.isWhitespace(c) && !quoted) {
        start = n + 1;
      }
    }
    return start;
  }

  private static List<Choice> values(
      SearchFilter filter, String typed, Connection connection, Collection<Known> sessions)
      throws SQLException {
    return switch (filter) {
      case AGENT -> counted(sessions, typed, one -> one.row().agentName());
      case PROJECT -> counted(sessions, typed, one -> one.row().projectName());
      case BRANCH -> counted(sessions, typed, one -> one.row().branch());
      case MODEL -> counted(sessions, typed, SessionFacts::model);
      case FILE -> files(connection, typed);
      case SESSION ->
          sessions.stream()
              .map(Known::facts)
              .filter(one -> one.row().id().value().startsWith(typed))
              .sorted(Comparator.comparing((SessionFacts one) -> one.row().lastAt()).reversed())
              .limit(MOST)
              .map(one -> new Choice(one.row().id().value(), one.row().title()))
              .toList();
      case STATE, RESULT, KIND, AFTER, BEFORE, COST, SHELF ->
          filter.choices().stream()
              .filter(value -> value.startsWith(typed))
              .map(value -> new Choice(value, ""))
              .toList();
    };
  }

  private static List<Choice> counted(
      Collection<Known> sessions, String typed, Function<SessionFacts, @Nullable String> value) {
    Map<String, Integer> counts = new TreeMap<>();
    for (Known one : sessions) {
      String name = value.apply(one.facts());
      if (name != null && name.toLowerCase(Locale.ROOT).contains(typed)) {
        counts.merge(name, 1, Integer::sum);
      }
    }
    counts.remove("");
    return counts.entrySet().stream()
        .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
        .limit(MOST)
        .map(
            entry ->
                new Choice(
                    entry.getKey(),
                    entry.getValue() == 1 ? "1 session" : entry.getValue() + " sessions"))
        .toList();
  }

  private static List<Choice> files(Connection connection, String typed) throws SQLException {
    List<Choice> found = new ArrayList<>();
    try (PreparedStatement query =
        connection.prepareStatement(
            """
            select path, count(*) as many from ix.touched where path like ? escape '\\'
            group by path order by many desc, path limit ?\
            """)) {
      String literal = typed.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
      query.setString(1, "%" + literal + "%");
      query.setInt(2, MOST);
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          int many = row.getInt(2);
          found.add(new Choice(row.getString(1), many == 1 ? "1 session" : many + " sessions"));
        }
      }
    }
    return found;
  }
}
