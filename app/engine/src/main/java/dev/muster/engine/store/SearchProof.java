package dev.muster.engine.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;

/**
 * Says in one line what is in the search index, so that two of them can be compared: how many
 * words, in how many texts each, how often each. Words of events that are no longer in the journal
 * do not count: an index without copies of the texts keeps them until it is made anew, and finds
 * them no more.
 */
final class SearchProof {
  private static final String WORDS =
      "create virtual table temp.words using fts5vocab(main, said, row)";

  private static final String PLACES =
      "create virtual table temp.places using fts5vocab(main, said, instance)";

  private static final String LIVE = "create temp table live (id text primary key) without rowid";

  /** Numbers are given one after the other, and a session that begins again gets another one. */
  private static final String ABANDONED =
      "select (select numbers from mark)"
          + " - (select count(*) from facts where id in (select id from temp.live))";

  private static final String GONE =
      """
      create temp table gone as
      select term, count(distinct doc) as doc, count(*) as cnt from temp.places
      where doc >> %d not in (select no from facts where id in (select id from temp.live))
      group by term\
      """
          .formatted(SearchRow.BITS);

  /** The last figure differs when the same counts belong to other words. */
  private static final String SUM =
      """
      select count(*), ifnull(sum(doc), 0), ifnull(sum(cnt), 0),
        ifnull(sum((doc * 31 + cnt) * (unicode(term) * 7 + length(term))), 0)
      from (%s)\
      """;

  private static final String ALL = "select term, doc, cnt from temp.words";

  private static final String REST =
      """
      select w.term as term, w.doc - ifnull(g.doc, 0) as doc, w.cnt - ifnull(g.cnt, 0) as cnt
      from temp.words w left join temp.gone g on g.term = w.term
      where w.doc > ifnull(g.doc, 0)\
      """;

  private SearchProof() {}

  /**
   * What is in an index. Blocks; a second for some hundred thousand words, and as long as making
   * the index when it holds words of what was thrown away.
   *
   * @param sessions those of the journal
   */
  static String of(Path index, Collection<SessionRow> sessions) throws SQLException {
    try (Connection connection = Snapshots.reader(index)) {
      Database.execute(connection, WORDS);
      live(connection, sessions);
      boolean clean = Database.number(connection, ABANDONED) == 0;
      if (!clean) {
        Database.execute(connection, PLACES);
        Database.execute(connection, GONE);
      }
      try (Statement statement = connection.createStatement();
          ResultSet row = statement.executeQuery(SUM.formatted(clean ? ALL : REST))) {
        return row.next()
            ? "%d words in %d texts, %d times (%x)"
                .formatted(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4))
            : "nothing";
      }
    }
  }

  private static void live(Connection connection, Collection<SessionRow> sessions)
      throws SQLException {
    Database.execute(connection, LIVE);
    // One transaction of the temporary database; the index is only read.
    Database.execute(connection, "begin");
    try (PreparedStatement insert =
        connection.prepareStatement("insert or ignore into temp.live values (?)")) {
      for (SessionRow session : sessions) {
        insert.setString(1, session.id().value());
        insert.addBatch();
      }
      insert.executeBatch();
    }
    Database.execute(connection, "commit");
  }
}
