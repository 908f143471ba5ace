package dev.muster.engine.store;

import dev.muster.engine.event.EventJson;
import dev.muster.engine.event.LifeEvent.SessionCreated;
import dev.muster.engine.event.Limits;
import dev.muster.engine.event.OutcomeEvent.Level;
import dev.muster.engine.event.OutcomeEvent.Noted;
import dev.muster.engine.event.PermissionMode;
import dev.muster.engine.event.SessionEvent;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.store.RescueReport.Missing;
import dev.muster.engine.store.RescueReport.Range;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/**
 * Finds out what is missing of the sessions in a rescued database, and makes each of them readable:
 * one whose beginning is missing gets a beginning, and each says in its own log what it lacks.
 */
final class Mending {
  private static final String GAPS =
      """
      select seq + 1, next - 1 from (
        select seq, lead(seq) over (order by seq) as next from event where session = ?)
      where next > seq + 1 order by 1\
      """;

  private final Connection connection;
  private final EventJson json;
  private final Instant now;
  private final ObjectReader rows =
      JsonMapper.builder()
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .build()
          .readerFor(SessionRow.class);

  Mending(Connection connection, EventJson json, Instant now) {
    this.connection = connection;
    this.json = json;
    this.now = now;
  }

  /**
   * Mends all sessions, inside the caller's transaction.
   *
   * @param known what the old database and its backups said of sessions
   */
  List<Missing> run(Map<String, Carver.Known> known) throws SQLException {
    Map<String, long[]> ends = new TreeMap<>();
    try (PreparedStatement query =
            connection.prepareStatement(
                "select session, min(seq), max(seq) from event group by session");
        ResultSet row = query.executeQuery()) {
      while (row.next()) {
        ends.put(row.getString(1), new long[] {row.getLong(2), row.getLong(3)});
      }
    }
    known.keySet().forEach(id -> ends.putIfAbsent(id, new long[] {0, 0}));
    List<Missing> missing = new ArrayList<>();
    for (var one : ends.entrySet()) {
      String id = one.getKey();
      long first = one.getValue()[0];
      long last = one.getValue()[1];
      Carver.Known said = known.getOrDefault(id, new Carver.Known(0, null));
      List<Range> ranges = new ArrayList<>();
      if (first != 1 && Math.max(said.events(), last) > 0) {
        ranges.add(new Range(1, first > 0 ? first - 1 : said.events()));
      }
      ranges.addAll(gaps(id));
      if (first > 0 && said.events() > last) {
        ranges.add(new Range(last + 1, said.events()));
      }
      if (!ranges.isEmpty()) {
        SessionRow row = row(said.row());
        missing.add(new Missing(new SessionId(id), row == null ? "" : row.title(), ranges));
        if (first != 1) {
          write(id, 1, 0, beginning(row));
        }
        write(id, Math.max(last, said.events()) + 1, row == null ? 0 : row.turns(), note(ranges));
        lost(id, first != 1, ranges);
      }
    }
    return missing;
  }

  private List<Range> gaps(String session) throws SQLException {
    List<Range> gaps = new ArrayList<>();
    try (PreparedStatement query = connection.prepareStatement(GAPS)) {
      query.setString(1, session);
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          gaps.add(new Range(row.getLong(1), row.getLong(2)));
        }
      }
    }
    return gaps;
  }

  private @Nullable SessionRow row(@Nullable String text) {
    try {
      return text == null ? null : rows.readValue(text);
    } catch (JacksonException unreadable) {
      return null; // a session without a name is better than none
    }
  }

  /** So that it can be opened; what is known of it comes from the row that lists had of it. */
  private static SessionEvent beginning(@Nullable SessionRow row) {
    return new SessionCreated(
        row == null || row.title().isEmpty() ? "Rescued session" : row.title(),
        row == null ? "" : row.projectId(),
        row == null ? "" : row.projectName(),
        row == null ? "" : row.repository(),
        row == null ? "" : row.agentId(),
        row == null ? "" : row.agentName(),
        row == null ? null : row.model(),
        row == null ? PermissionMode.SUGGEST : row.mode(),
        "",
        Limits.NONE,
        row != null && row.scripted(),
        Map.of());
  }

  private static SessionEvent note(List<Range> ranges) {
    return new Noted(
        Level.WARNING,
        "The database was damaged. What could be read of this session was rescued; missing are the"
            + " events "
            + ranges.stream().map(Range::toString).collect(Collectors.joining(", "))
            + ".",
        null);
  }

  private void write(String session, long seq, int turn, SessionEvent event) throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(EventTable.INSERT)) {
      insert.setObject(1, null);
      insert.setString(2, session);
      insert.setLong(3, seq);
      insert.setLong(4, now.toEpochMilli());
      insert.setInt(5, turn);
      insert.setString(6, EventJson.kind(event));
      insert.setString(7, json.write(event));
      insert.executeUpdate();
    }
  }

  private void lost(String session, boolean begun, List<Range> ranges) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("insert into lost (session, first, last) values (?, ?, ?)")) {
      for (Range range : ranges) {
        long from = begun && range.from() == 1 ? 2 : range.from();
        if (from <= range.to()) {
          insert.setString(1, session);
          insert.setLong(2, from);
          insert.setLong(3, range.to());
          insert.executeUpdate();
        }
      }
    }
  }
}
