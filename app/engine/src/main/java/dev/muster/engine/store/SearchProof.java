package dev.muster.engine.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Says in one line what is in the search index, so that two of them can be compared: how many
 * words, in how many texts each, how often each.
 */
final class SearchProof {
  private static final String WORDS =
      "create virtual table temp.words using fts5vocab(main, said, row)";

  /** The third figure differs when the same counts belong to other words. */
  private static final String SUM =
      """
      select count(*), ifnull(sum(doc), 0), ifnull(sum(cnt), 0),
        ifnull(sum((doc * 31 + cnt) * (unicode(term) * 7 + length(term))), 0)
      from temp.words\
      """;

  private SearchProof() {}

  /** What is in an index. Blocks; a second for some hundred thousand words. */
  static String of(Path index) throws SQLException {
    try (Connection connection = Snapshots.reader(index)) {
      Database.execute(connection, WORDS);
      try (Statement statement = connection.createStatement();
          ResultSet row = statement.executeQuery(SUM)) {
        return row.next()
            ? "%d words in %d texts, %d times (%x)"
                .formatted(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4))
            : "nothing";
      }
    }
  }
}
