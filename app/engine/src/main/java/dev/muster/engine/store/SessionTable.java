package dev.muster.engine.store;

import dev.muster.engine.event.EventJson;
import dev.muster.engine.event.SessionId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/** The table {@code session}: one folded row per session, always able to be made again. */
final class SessionTable {
  private static final Logger LOG = LoggerFactory.getLogger(SessionTable.class);
  private static final String UPSERT =
      "insert or replace into %s (id, project, last_at, events, row) values (?, ?, ?, ?, ?)";
  private static final int PAGE = 2_000;

  /** A row that cannot be read is made again from its events, so it counts as not over. */
  private static final String NOT_OVER =
      """
      select id, row from session where id < 'i' and %1$s
      union all select id, row from session where id >= 'j' and %1$s\
      """
          .formatted("(not json_valid(row) or row ->> '$.state' is not 'CLOSED')");

  private final EventTable events;
  private final ObjectReader reader;
  private final ObjectWriter writer;

  SessionTable(EventJson json) {
    this.events = new EventTable(json);
    JsonMapper mapper =
        JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();
    this.reader = mapper.readerFor(SessionRow.class);
    this.writer = mapper.writerFor(SessionRow.class);
  }

  PreparedStatement prepareUpsert(Connection connection) throws SQLException {
    return prepareUpsert(connection, "session");
  }

  /** The same for a table of the same form. */
  PreparedStatement prepareUpsert(Connection connection, String table) throws SQLException {
    return connection.prepareStatement(UPSERT.formatted(table));
  }

  /** Writes a row; the statement is that of {@link #prepareUpsert}. */
  void upsert(PreparedStatement statement, SessionRow row) throws SQLException {
    statement.setString(1, row.id().value());
    statement.setString(2, row.projectId());
    statement.setLong(3, row.lastAt().toEpochMilli());
    statement.setLong(4, row.events());
    statement.setString(5, writer.writeValueAsString(row));
    statement.executeUpdate();
  }

  /** All rows, the session that last had an event first. */
  List<SessionRow> all(Connection connection) throws SQLException {
    return rows(connection, "select id, row from session order by last_at desc, id");
  }

  /** Rows of sessions that are not over. The imported ones all are, and are not even looked at. */
  List<SessionRow> open(Connection connection) throws SQLException {
    return rows(connection, NOT_OVER);
  }

  private List<SessionRow> rows(Connection connection, String sql) throws SQLException {
    List<SessionRow> rows = new ArrayList<>();
    List<SessionId> unreadable = new ArrayList<>();
    try (PreparedStatement query = connection.prepareStatement(sql);
        ResultSet row = query.executeQuery()) {
      while (row.next()) {
        SessionId id = new SessionId(row.getString(1));
        parse(id, row.getString(2)).ifPresentOrElse(rows::add, () -> unreadable.add(id));
      }
    }
    for (SessionId id : unreadable) {
      rows.add(fold(connection, new RowFold(id)).row());
    }
    return rows;
  }

  /** One row; empty for a session without events. */
  Optional<SessionRow> find(Connection connection, SessionId id) throws SQLException {
    RowFold fold = load(connection, id);
    return fold.events() == 0 ? Optional.empty() : Optional.of(fold.row());
  }

  /** The fold of a session as its last event left it, whatever the row says. */
  RowFold load(Connection connection, SessionId id) throws SQLException {
    Optional<SessionRow> row = Optional.empty();
    try (PreparedStatement query =
        connection.prepareStatement("select row from session where id = ?")) {
      query.setString(1, id.value());
      try (ResultSet result = query.executeQuery()) {
        if (result.next()) {
          row = parse(id, result.getString(1));
        }
      }
    }
    long last = EventTable.lastSeq(connection, id);
    if (row.isPresent() && row.get().events() > last) {
      row = Optional.empty();
    }
    RowFold fold = row.map(RowFold::new).orElseGet(() -> new RowFold(id));
    return fold.events() == last ? fold : fold(connection, fold);
  }

  /** Whether the rows were made by another fold than this version's. */
  static boolean stale(Connection connection) throws SQLException {
    return Database.number(connection, "select session_form from journal") != RowFold.FORM;
  }

  /** Takes in what a fold does not know yet; gives the same fold. */
  RowFold fold(Connection connection, RowFold fold) throws SQLException {
    SessionId id = fold.row().id();
    // Not until there is no more: a session may be told faster than it is read.
    long last = EventTable.lastSeq(connection, id);
    while (fold.events() < last) {
      events.page(connection, id, fold.events() + 1, PAGE, last).forEach(fold::add);
    }
    return fold;
  }

  private Optional<SessionRow> parse(SessionId id, String json) {
    try {
      return Optional.of(reader.readValue(json));
    } catch (JacksonException unreadable) {
      LOG.warn("The row of session {} is made again from its events", id);
      return Optional.empty();
    }
  }
}
