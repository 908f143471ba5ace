package dev.muster.engine.store;

import dev.muster.engine.event.EventJson;
import dev.muster.engine.event.SessionId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Search over the index of {@link SearchIndex}. Newest first is also the only order that is fast:
 * by rank, a common word costs a second in a million events.
 */
final class SqliteSearch implements Search {
  private static final int MOST = 200;
  private static final String FIND =
      """
      select e.id, e.session, e.seq, e.at, e.kind, e.body,
        json_extract(s.row, '$.title'), json_extract(s.row, '$.projectName')
      from ix.said f cross join event e on e.id = f.rowid left join session s on s.id = e.session
      where f.said match ?1 and f.rowid between ?2 and ?3
        and (?4 is null or e.session = ?4) and (?5 is null or s.project = ?5)
      order by f.rowid desc limit ?6\
      """;

  /** What one session lies between: the rest of the journal need not be read. */
  private static final String RANGE_OF_SESSION =
      """
      select (select id from event where session = ?1 order by seq limit 1),
        (select id from event where session = ?1 order by seq desc limit 1)\
      """;

  /** The same for a project; "cross" keeps SQLite from beginning with a million events. */
  private static final String RANGE_OF_PROJECT =
      """
      select min(a.id), max(z.id)
      from session s
        cross join event a on a.session = s.id and a.seq = 1
        cross join event z on z.session = s.id and z.seq = s.events
      where s.project = ?1\
      """;

  private static final Range EMPTY = new Range(0, 0);

  private final Readers readers;
  private final Indexer indexer;
  private final EventJson json;
  private final LongSupplier position;

  /**
   * @param position the journal's last position
   */
  SqliteSearch(Readers readers, Indexer indexer, EventJson json, LongSupplier position) {
    this.readers = readers;
    this.indexer = indexer;
    this.json = json;
    this.position = position;
  }

  @Override
  public Page find(Query query) {
    SearchTerms terms = SearchTerms.parse(query.text());
    if (terms.terms().isEmpty()) {
      return new Page(List.of(), null);
    }
    return readers.read(connection -> find(connection, query, terms));
  }

  private Page find(Connection connection, Query query, SearchTerms terms) throws SQLException {
    int limit = Math.clamp(query.limit(), 1, MOST);
    List<Hit> hits = new ArrayList<>();
    Range range = range(connection, query);
    try (PreparedStatement find = connection.prepareStatement(FIND)) {
      find.setString(1, terms.expression());
      find.setLong(2, range.from());
      find.setLong(3, range.to());
      find.setString(4, session(query));
      find.setString(5, query.projectId());
      find.setInt(6, limit + 1);
      try (ResultSet row = find.executeQuery()) {
        while (row.next()) {
          hits.add(hit(row, terms));
        }
      }
    } catch (SQLException failed) {
      if (Database.damaged(failed)) {
        throw new JournalException(
            "The search index is damaged. The journal is not. Have the index made again in the"
                + " settings, or start Muster again.",
            failed);
      }
      throw failed;
    }
    if (hits.size() <= limit) {
      return new Page(List.copyOf(hits), null);
    }
    List<Hit> page = List.copyOf(hits.subList(0, limit));
    return new Page(page, page.getLast().position());
  }

  private record Range(long from, long to) {}

  private static Range range(Connection connection, Query query) throws SQLException {
    long newest = query.before() == null ? Long.MAX_VALUE : query.before() - 1;
    String of = query.session() == null ? query.projectId() : query.session().value();
    if (of == null) {
      return new Range(1, newest);
    }
    String sql = query.session() == null ? RANGE_OF_PROJECT : RANGE_OF_SESSION;
    try (PreparedStatement range = connection.prepareStatement(sql)) {
      range.setString(1, of);
      try (ResultSet row = range.executeQuery()) {
        // Without any such session both are null, which reads as 0: nothing lies there.
        return row.next() ? new Range(row.getLong(1), Math.min(newest, row.getLong(2))) : EMPTY;
      }
    }
  }

  private static @Nullable String session(Query query) {
    return query.session() == null ? null : query.session().value();
  }

  private Hit hit(ResultSet row, SearchTerms terms) throws SQLException {
    String kind = row.getString(5);
    Snippet snippet = Snippet.of(SearchText.of(json.read(kind, row.getString(6))), terms);
    String title = row.getString(7);
    String project = row.getString(8);
    return new Hit(
        new SessionId(row.getString(2)),
        title == null ? "" : title,
        project == null ? "" : project,
        row.getLong(1),
        row.getLong(3),
        Instant.ofEpochMilli(row.getLong(4)),
        kind,
        snippet.text(),
        snippet.marks());
  }

  @Override
  public long behind() {
    return indexer.behind();
  }

  @Override
  public void catchUp() {
    indexer.catchUp(position.getAsLong());
  }

  @Override
  public void rebuild() {
    indexer.rebuild();
  }
}
