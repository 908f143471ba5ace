package dev.muster.engine.store;

import dev.muster.engine.store.SearchTerms.Term;
import dev.muster.engine.store.SearchTerms.Token;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How often words come, by a sample of the events. SQLite puts the places of all words that begin
 * with "con" together before it gives the first: a quarter of a second in two million events. The
 * first page of such a search looks for the most common of these words alone, which loses none of
 * its speed, and says that it does not count everything. (An index of beginnings would make the
 * database two and a half times as large.)
 */
final class CommonWords implements AutoCloseable {
  /** One event in so many is looked at. */
  private static final int SAMPLE = 64;

  /** A beginning that fewer events have is looked for as it is. */
  private static final int MANY = 15_000;

  private static final int ALTERNATIVES = 8;
  private static final int SHORTEST = 2;
  private static final int LONGEST = 32;

  private final PreparedStatement add;
  private final Map<String, Integer> seen = new HashMap<>();

  CommonWords(Connection connection) throws SQLException {
    add =
        connection.prepareStatement(
            "insert into common values (?, ?) on conflict do update set seen = seen +"
                + " excluded.seen");
  }

  static void create(Connection connection) throws SQLException {
    Database.execute(
        connection,
        "create table common (word text primary key, seen integer not null) strict, without rowid");
  }

  static void clear(Connection connection) throws SQLException {
    Database.execute(connection, "delete from common");
  }

  /** Takes in the texts of an event, if it belongs to the sample. */
  void add(long position, @Nullable String[] texts) {
    if (position % SAMPLE != 0) {
      return;
    }
    Set<String> words = new HashSet<>();
    for (String text : texts) {
      if (text != null) {
        for (Token token : SearchTerms.tokens(text)) {
          int length = token.word().length();
          if (length >= SHORTEST
              && length <= LONGEST
              && !Character.isDigit(token.word().charAt(0))) {
            words.add(token.word());
          }
        }
      }
    }
    words.forEach(word -> seen.merge(word, 1, Integer::sum));
  }

  /** Writes what was counted, inside the caller's transaction. */
  void flush() throws SQLException {
    for (Map.Entry<String, Integer> word : seen.entrySet()) {
      add.setString(1, word.getKey());
      add.setInt(2, word.getValue());
      add.executeUpdate();
    }
    seen.clear();
  }

  /** Forgets what was not written. */
  void forget() {
    seen.clear();
  }

  /** The terms that are beginnings of very many words, with the most common of these. */
  static Map<Term, List<String>> instead(Connection connection, SearchTerms terms)
      throws SQLException {
    Map<Term, List<String>> instead = new HashMap<>();
    try (PreparedStatement query =
        connection.prepareStatement(
            "select word, seen from ix.common where word >= ? and word < ? order by seen desc")) {
      for (Term term : terms.terms()) {
        if (term.prefix()) {
          List<String> words = new ArrayList<>();
          String begin = term.words().getLast();
          query.setString(1, begin);
          query.setString(2, begin + '\uffff');
          long sum = 0;
          try (ResultSet row = query.executeQuery()) {
            while (row.next()) {
              if (words.size() < ALTERNATIVES) {
                words.add(row.getString(1));
              }
              sum += row.getLong(2);
            }
          }
          if (sum * SAMPLE > MANY) {
            instead.put(term, words);
          }
        }
      }
    }
    return instead;
  }

  @Override
  public void close() throws SQLException {
    add.close();
  }
}
