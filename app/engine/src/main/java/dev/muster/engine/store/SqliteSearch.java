package dev.muster.engine.store;

import dev.muster.engine.event.EventJson;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.store.SearchFacts.Known;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/** Search over the index of {@link SearchIndex}, on a thread of its own. */
final class SqliteSearch implements Search {
  private static final int MOST = 200;

  /** Hits of one session that are passed over before it is left behind as a whole. */
  private static final int PASSED_OVER = 256;

  private static final String ROWS =
      "select rowid from ix.said where said match ? and rowid between 0 and ? order by rowid desc";

  private final SearchThread thread;
  private final Indexer indexer;
  private final EventJson json;
  private final SearchFacts facts = new SearchFacts();
  private final LongSupplier position;
  private final Clock clock;
  private volatile Predicate<SessionId> hidden = id -> false;

  /**
   * @param position the journal's last position
   * @param clock says which day is today
   */
  SqliteSearch(
      SearchThread thread, Indexer indexer, EventJson json, LongSupplier position, Clock clock) {
    this.thread = thread;
    this.indexer = indexer;
    this.json = json;
    this.position = position;
    this.clock = clock;
  }

  @Override
  public SearchFound ask(SearchAsk ask) {
    return thread.read((connection, stop) -> ask(connection, stop, ask));
  }

  @Override
  public CompletableFuture<SearchFound> asking(SearchAsk ask) {
    return thread.submit((connection, stop) -> ask(connection, stop, ask));
  }

  private SearchFound ask(Connection connection, SearchThread.Stop stop, SearchAsk ask)
      throws SQLException {
    return atOneMoment(
        connection,
        () -> {
          Map<Long, Known> shown = new HashMap<>(facts.all(connection));
          Predicate<SessionId> out = hidden;
          shown.values().removeIf(one -> out.test(one.facts().row().id()));
          return new SearchRun(connection, ask, shown, json, today(), zone()).found(stop);
        });
  }

  @FunctionalInterface
  private interface Reading<T> {
    T read() throws SQLException;
  }

  /** So that what is indexed meanwhile does not make counts and hits differ. */
  private static <T> T atOneMoment(Connection connection, Reading<T> reading) throws SQLException {
    Database.execute(connection, "begin");
    try {
      return reading.read();
    } finally {
      Database.execute(connection, "rollback");
    }
  }

  private LocalDate today() {
    return LocalDate.ofInstant(clock.instant(), zone());
  }

  private static ZoneId zone() {
    return ZoneId.systemDefault();
  }

  @Override
  public SearchCompletion complete(String text, int caret) {
    return thread.read(
        (connection, stop) ->
            SearchCompleter.complete(text, caret, connection, facts.all(connection).values()));
  }

  @Override
  public void hide(Predicate<SessionId> these) {
    hidden = these;
  }

  @Override
  public Optional<SessionFacts> facts(SessionId session) {
    return thread.read((connection, stop) -> facts.one(connection, session.value()));
  }

  @Override
  public Page find(Query query) {
    SearchLanguage language = SearchLanguage.parse(query.text(), false);
    if (language.terms().terms().isEmpty()) {
      return new Page(List.of(), null);
    }
    return thread.read(
        (connection, stop) ->
            atOneMoment(connection, () -> find(connection, stop, query, language)));
  }

  private Page find(
      Connection connection, SearchThread.Stop stop, Query query, SearchLanguage language)
      throws SQLException {
    Map<Long, Known> sessions = facts.all(connection);
    SearchConditions conditions =
        SearchConditions.of(language, connection, sessions.values(), today(), zone());
    int limit = Math.clamp(query.limit(), 1, MOST);
    List<Hit> found = new ArrayList<>();
    long top = query.before() == null ? Long.MAX_VALUE : query.before() - 1;
    SessionId only = query.session();
    if (only != null) {
      long no = number(sessions, only);
      if (no == 0) {
        return new Page(List.of(), null);
      }
      top = Math.min(top, SearchRow.last(no));
    }
    Map<Long, long[]> bounds = SearchBounds.of(connection, sessions.values(), conditions);
    try (PreparedStatement rows = connection.prepareStatement(ROWS);
        SearchHits hits = new SearchHits(connection, json, language.terms())) {
      rows.setString(1, language.terms().expression(language.places(), Map.of()));
      while (top >= 0 && found.size() <= limit) {
        stop.check();
        rows.setLong(2, top);
        top = -1;
        try (ResultSet row = rows.executeQuery()) {
          int passed = 0;
          while (found.size() <= limit && row.next()) {
            long at = row.getLong(1);
            Known session = sessions.get(SearchRow.session(at));
            if (only != null && (session == null || !session.facts().row().id().equals(only))) {
              break;
            }
            long[] bound = bounds.get(SearchRow.session(at));
            if (session != null
                && (bound == null || (at >= bound[0] && at <= bound[1]))
                && wanted(session, query, conditions)) {
              Hit hit = hits.hit(session, at);
              if (hit != null) {
                found.add(hit);
              }
            } else if (++passed > PASSED_OVER) {
              top = SearchRow.first(SearchRow.session(at)) - 1;
              break;
            }
          }
        }
      }
    }
    if (found.size() <= limit) {
      return new Page(List.copyOf(found), null);
    }
    List<Hit> page = List.copyOf(found.subList(0, limit));
    return new Page(page, page.getLast().position());
  }

  private boolean wanted(Known session, Query query, SearchConditions conditions) {
    SessionRow row = session.facts().row();
    return (query.projectId() == null || row.projectId().equals(query.projectId()))
        && conditions.passes(session)
        && !hidden.test(row.id());
  }

  private static long number(Map<Long, Known> sessions, SessionId id) {
    for (Known one : sessions.values()) {
      if (one.facts().row().id().equals(id)) {
        return one.no();
      }
    }
    return 0;
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
