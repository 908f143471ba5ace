package dev.muster.engine.store;

import java.lang.ref.SoftReference;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.ObjectReader;

/**
 * The facts of all sessions at hand, by the session's number in the index: read once, then only
 * those that changed; given up when memory is short. Used by the searching thread.
 */
final class SearchFacts {
  private final ObjectReader reader = StoryTables.mapper().readerFor(StoryFold.Kept.class);
  private SoftReference<Cache> cached = new SoftReference<>(null);

  /**
   * A session.
   *
   * @param no its number in the index
   */
  record Known(long no, SessionFacts facts) {}

  private static final class Cache {
    private final Map<Long, Known> sessions = new HashMap<>();
    private long upTo;
    private long made;
  }

  /** All sessions as they are now. */
  Map<Long, Known> all(Connection connection) throws SQLException {
    Cache cache = cached.get();
    long upTo = Database.number(connection, "select upto from ix.mark");
    long made = Database.number(connection, "select made from ix.mark");
    if (cache == null || cache.upTo > upTo || cache.made != made) {
      cache = new Cache();
      cache.made = made;
      cached = new SoftReference<>(cache);
    }
    if (cache.upTo < upTo) {
      load(connection, cache);
      cache.upTo = upTo;
    }
    return cache.sessions;
  }

  private void load(Connection connection, Cache cache) throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement("select no, kept from ix.facts where upto > ?")) {
      query.setLong(1, cache.upTo);
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          long no = row.getLong(1);
          cache.sessions.put(no, new Known(no, facts(row.getBytes(2))));
        }
      }
    }
  }

  private SessionFacts facts(byte[] kept) throws SQLException {
    try {
      return reader.<StoryFold.Kept>readValue(kept).facts();
    } catch (JacksonException unreadable) {
      throw new SQLException("the facts of a session cannot be read", unreadable);
    }
  }

  /** One session. */
  Optional<SessionFacts> one(Connection connection, String id) throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement("select kept from ix.facts where id = ?")) {
      query.setString(1, id);
      try (ResultSet row = query.executeQuery()) {
        return row.next() ? Optional.of(facts(row.getBytes(1))) : Optional.empty();
      }
    }
  }

  /** The events of all sessions. */
  static long events(Collection<Known> sessions) {
    long sum = 0;
    for (Known one : sessions) {
      sum += one.facts().row().events();
    }
    return sum;
  }
}
