package dev.muster.engine.store;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** Says what is wrong with a filter and what is possible. */
final class SearchSentences {
  private static final int NAMED = 8;

  private SearchSentences() {}

  /** All filters in one line. */
  static String filters() {
    List<String> names = new ArrayList<>();
    for (SearchFilter filter : SearchFilter.values()) {
      names.add(filter.word() + ":");
    }
    return String.join(" ", names);
  }

  /** A filter that has no value yet. */
  static String empty(SearchFilter filter) {
    return filter.word()
        + ": needs a value ("
        + filter.meaning()
        + ")"
        + (filter.choices().isEmpty() ? "" : ", such as " + some(filter.choices()))
        + ". It is left out.";
  }

  /** A value that a filter with fixed values does not have. */
  static String unknown(SearchFilter filter, String value, String what) {
    String near = nearest(value, filter.choices());
    return filter.word()
        + ":"
        + value
        + " is no "
        + what
        + "; it is left out."
        + (near.isEmpty() ? "" : " Did you mean " + near + "?")
        + " Possible: "
        + some(filter.choices())
        + ".";
  }

  /** A name that no session has. */
  static String nobody(SearchFilter filter, String value, Collection<String> names) {
    String near = nearest(value, names);
    return "No session has "
        + filter.word()
        + " "
        + value
        + "."
        + (near.isEmpty() ? "" : " Did you mean " + near + "?")
        + (names.isEmpty() ? "" : " There are " + some(names) + ".");
  }

  private static String some(Collection<String> values) {
    List<String> first = values.stream().limit(NAMED + 2).toList();
    return String.join(", ", first) + (values.size() > first.size() ? " and others" : "");
  }

  private static String nearest(String value, Collection<String> values) {
    String best = "";
    int least = Math.max(2, value.length() / 3 + 1);
    for (String one : values) {
      int away = distance(value.toLowerCase(Locale.ROOT), one.toLowerCase(Locale.ROOT));
      if (away < least) {
        least = away;
        best = one;
      }
    }
    return best;
  }

  /** How many letters must be changed, added or taken away. */
  static int distance(String one, String other) {
    if (Math.abs(one.length() - other.length()) > NAMED) {
      return Integer.MAX_VALUE;
    }
    int[] row = new int[other.length() + 1];
    for (int n = 0; n < row.length; n++) {
      row[n] = n;
    }
    for (int i = 1; i <= one.length(); i++) {
      int corner = row[0];
      row[0] = i;
      for (int n = 1; n < row.length; n++) {
        int same = corner + (one.charAt(i - 1) == other.charAt(n - 1) ? 0 : 1);
        corner = row[n];
        row[n] = Math.min(same, 1 + Math.min(row[n], row[n - 1]));
      }
    }
    return row[other.length()];
  }
}
