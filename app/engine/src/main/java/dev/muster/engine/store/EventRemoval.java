package dev.muster.engine.store;

import dev.muster.engine.event.LifeEvent.Pruned;
import dev.muster.engine.event.SessionId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/**
 * Takes events of a session out of the journal, a part at a time, inside the writer's transactions.
 * Deleted text is overwritten with zeros in the file.
 */
final class EventRemoval {
  private static final String PRUNED = Pruned.class.getSimpleName();

  /** An answer, because an exception would stop the writer. */
  static final long NOT_PRUNED = -1;

  private final SessionTable sessions;

  EventRemoval(SessionTable sessions) {
    this.sessions = sessions;
  }

  /**
   * Takes out the next events before the last one, which has to say that the session is pruned;
   * when none is left, that one becomes the first.
   *
   * @return how many are left to take out; {@link #NOT_PRUNED} when its last event is another
   */
  long prune(Connection connection, SessionId session, int most) throws SQLException {
    long last = EventTable.lastSeq(connection, session);
    if (!PRUNED.equals(kind(connection, session, last))) {
      return NOT_PRUNED;
    }
    long left = delete(connection, session, last, most);
    if (left == 0) {
      try (PreparedStatement update =
          connection.prepareStatement("update event set seq = 1 where session = ? and seq = ?")) {
        update.setString(1, session.value());
        update.setLong(2, last);
        update.executeUpdate();
      }
      writeRow(connection, session);
    }
    return left;
  }

  /**
   * Takes out the next events of a session as if it had never been, the last ones first, so that
   * what is there still is without gaps.
   *
   * @return how many are left to take out
   */
  long erase(Connection connection, SessionId session, int most) throws SQLException {
    long last = EventTable.lastSeq(connection, session);
    long from = Math.max(1, last - most + 1);
    secure(connection, true);
    try (PreparedStatement delete =
        connection.prepareStatement("delete from event where session = ? and seq >= ?")) {
      delete.setString(1, session.value());
      delete.setLong(2, from);
      delete.executeUpdate();
    }
    secure(connection, false);
    if (from > 1) {
      writeRow(connection, session);
    } else {
      try (PreparedStatement delete =
          connection.prepareStatement("delete from session where id = ?")) {
        delete.setString(1, session.value());
        delete.executeUpdate();
      }
    }
    return from - 1;
  }

  private static long delete(Connection connection, SessionId session, long before, int most)
      throws SQLException {
    secure(connection, true);
    try (PreparedStatement delete =
        connection.prepareStatement(
            "delete from event where id in"
                + " (select id from event where session = ? and seq < ? order by seq limit ?)")) {
      delete.setString(1, session.value());
      delete.setLong(2, before);
      delete.setInt(3, most);
      delete.executeUpdate();
    }
    secure(connection, false);
    try (PreparedStatement count =
        connection.prepareStatement("select count(*) from event where session = ? and seq < ?")) {
      count.setString(1, session.value());
      count.setLong(2, before);
      try (ResultSet row = count.executeQuery()) {
        return row.next() ? row.getLong(1) : 0;
      }
    }
  }

  /** What was thrown away must not stay in free pages of the file. */
  private static void secure(Connection connection, boolean on) throws SQLException {
    Database.execute(connection, "pragma secure_delete = " + (on ? "on" : "off"));
  }

  private static String kind(Connection connection, SessionId session, long seq)
      throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement("select kind from event where session = ? and seq = ?")) {
      query.setString(1, session.value());
      query.setLong(2, seq);
      try (ResultSet row = query.executeQuery()) {
        return row.next() ? row.getString(1) : "";
      }
    }
  }

  private void writeRow(Connection connection, SessionId session) throws SQLException {
    Optional<SessionRow> row = sessions.find(connection, session);
    if (row.isPresent()) {
      try (PreparedStatement upsert = sessions.prepareUpsert(connection)) {
        sessions.upsert(upsert, row.get());
      }
    }
  }

  /** Bytes of a session's events as they stand in the journal. */
  static EventWeight weight(Connection connection, SessionId session) throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement(
            "select count(*), coalesce(sum(octet_length(body) + octet_length(kind) + 40), 0)"
                + " from event where session = ?")) {
      query.setString(1, session.value());
      try (ResultSet row = query.executeQuery()) {
        return row.next() ? new EventWeight(row.getLong(1), row.getLong(2)) : new EventWeight(0, 0);
      }
    }
  }
}
