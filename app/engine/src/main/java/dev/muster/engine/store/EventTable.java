package dev.muster.engine.store;

import dev.muster.engine.event.EventJson;
import dev.muster.engine.event.Recorded;
import dev.muster.engine.event.SessionId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** How events stand in the table {@code event}, and the queries that read them. */
final class EventTable {
  private static final String COLUMNS = "select session, seq, at, turn, kind, body, id from event ";
  static final String INSERT =
      "insert into event (id, session, seq, at, turn, kind, body) values (?, ?, ?, ?, ?, ?, ?)";

  private final EventJson json;

  EventTable(EventJson json) {
    this.json = json;
  }

  /** Events of one session in order, from a sequence number on. */
  List<Recorded> page(Connection connection, SessionId session, long fromSeq, int limit)
      throws SQLException {
    return page(connection, session, fromSeq, limit, Long.MAX_VALUE);
  }

  /** The same, not beyond another sequence number. */
  List<Recorded> page(
      Connection connection, SessionId session, long fromSeq, int limit, long lastSeq)
      throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement(
            COLUMNS + "where session = ? and seq >= ? and seq <= ? order by seq limit ?")) {
      query.setString(1, session.value());
      query.setLong(2, fromSeq);
      query.setLong(3, lastSeq);
      query.setInt(4, limit);
      return recorded(query);
    }
  }

  /** Events of all sessions in the order they were written, after a position up to another. */
  List<Recorded> page(Connection connection, long after, long upTo) throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement(COLUMNS + "where id > ? and id <= ? order by id")) {
      query.setLong(1, after);
      query.setLong(2, upTo);
      return recorded(query);
    }
  }

  /** Events of one session with their positions, from a sequence number on. */
  List<Entry> entries(Connection connection, SessionId session, long fromSeq, int limit)
      throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement(
            COLUMNS + "where session = ? and seq >= ? order by seq limit ?")) {
      query.setString(1, session.value());
      query.setLong(2, fromSeq);
      query.setInt(3, limit);
      return entries(query);
    }
  }

  /** Events of all sessions with their positions, from a position on. */
  List<Entry> entries(Connection connection, long fromPosition, int limit) throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement(COLUMNS + "where id >= ? order by id limit ?")) {
      query.setLong(1, fromPosition);
      query.setInt(2, limit);
      return entries(query);
    }
  }

  /** The events of a session that are of these kinds, in order. */
  List<Recorded> ofKinds(Connection connection, SessionId session, Set<String> kinds)
      throws SQLException {
    String places = String.join(", ", Collections.nCopies(kinds.size(), "?"));
    try (PreparedStatement query =
        connection.prepareStatement(
            COLUMNS + "where session = ? and kind in (" + places + ") order by seq")) {
      query.setString(1, session.value());
      int place = 2;
      for (String kind : kinds) {
        query.setString(place++, kind);
      }
      return recorded(query);
    }
  }

  /** The last events of a session, in order. */
  List<Recorded> tail(Connection connection, SessionId session, int last) throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement(COLUMNS + "where session = ? order by seq desc limit ?")) {
      query.setString(1, session.value());
      query.setInt(2, last);
      return recorded(query).reversed();
    }
  }

  /** The sequence number of a session's last event; 0 when it has none. */
  static long lastSeq(Connection connection, SessionId session) throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement(
            "select seq from event where session = ? order by seq desc limit 1")) {
      query.setString(1, session.value());
      try (ResultSet row = query.executeQuery()) {
        return row.next() ? row.getLong(1) : 0;
      }
    }
  }

  /** The position of the last event; 0 in an empty journal. */
  static long lastPosition(Connection connection) throws SQLException {
    return Database.number(connection, "select max(id) from event");
  }

  private List<Entry> entries(PreparedStatement query) throws SQLException {
    List<Entry> entries = new ArrayList<>();
    Map<String, SessionId> ids = new HashMap<>();
    try (ResultSet row = query.executeQuery()) {
      while (row.next()) {
        entries.add(new Entry(row.getLong(7), 0, recorded(row, ids)));
      }
    }
    return entries;
  }

  private List<Recorded> recorded(PreparedStatement query) throws SQLException {
    List<Recorded> events = new ArrayList<>();
    // A session id is checked by a pattern when it is made; once per page and session is enough.
    Map<String, SessionId> ids = new HashMap<>();
    try (ResultSet row = query.executeQuery()) {
      while (row.next()) {
        events.add(recorded(row, ids));
      }
    }
    return events;
  }

  private Recorded recorded(ResultSet row, Map<String, SessionId> ids) throws SQLException {
    return new Recorded(
        ids.computeIfAbsent(row.getString(1), SessionId::new),
        row.getLong(2),
        Instant.ofEpochMilli(row.getLong(3)),
        row.getInt(4),
        json.read(row.getString(5), row.getBytes(6)));
  }
}
