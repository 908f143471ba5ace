package dev.muster.engine.store;

import dev.muster.engine.store.SearchFacts.Known;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * Of a session that began before a day and went on after it, only the part on the right side counts
 * for "after:" and "before:". Where that part begins is found by halving: the instants of a session
 * grow but for a clock that was set back, which moves the edge by little.
 */
final class SearchBounds {
  private SearchBounds() {}

  /** First and last row of the sessions that are cut. */
  static Map<Long, long[]> of(
      Connection connection, Collection<Known> sessions, SearchConditions conditions)
      throws SQLException {
    Map<Long, long[]> bounds = new HashMap<>();
    Instant after = conditions.after();
    Instant before = conditions.before();
    if (after.equals(Instant.MIN) && before.equals(Instant.MAX)) {
      return bounds;
    }
    try (PreparedStatement at =
        connection.prepareStatement("select at from event where session = ? and seq = ?")) {
      for (Known one : sessions) {
        SessionRow row = one.facts().row();
        boolean begins = row.createdAt().isBefore(after) && !row.lastAt().isBefore(after);
        boolean ends = row.createdAt().isBefore(before) && !row.lastAt().isBefore(before);
        if (begins || ends) {
          long from = begins ? edge(at, row, after) : 1;
          long to = ends ? edge(at, row, before) - 1 : row.events();
          bounds.put(
              one.no(), new long[] {SearchRow.of(one.no(), from), SearchRow.of(one.no(), to)});
        }
      }
    }
    return bounds;
  }

  /** The first event that is not before an instant. */
  private static long edge(PreparedStatement at, SessionRow session, Instant when)
      throws SQLException {
    long low = 1;
    long high = session.events();
    at.setString(1, session.id().value());
    while (low < high) {
      long middle = (low + high) >>> 1;
      at.setLong(2, middle);
      try (ResultSet row = at.executeQuery()) {
        if (row.next() && row.getLong(1) < when.toEpochMilli()) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
    }
    return low;
  }
}
