package dev.muster.engine.store;

import dev.muster.engine.event.SessionId;
import dev.muster.engine.store.RebuildReport.Difference;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Makes the table of sessions anew beside the live one, compares the two field by field, and puts
 * the new one in its place.
 */
final class SessionRebuild {
  /** In memory, and gone with the connection; it has whatever columns the live one has. */
  private static final String BEGIN =
      "create temp table session_rebuilt as select * from session where 0";

  private static final String COMPARE =
      """
      select ifnull(was.id, made.id), was.row, made.row, was.project, made.project,
        was.last_at, made.last_at, was.events, made.events
      from session was full outer join temp.session_rebuilt made on made.id = was.id
      where was.row is not made.row or was.project is not made.project
        or was.last_at is not made.last_at or was.events is not made.events
      order by 1\
      """;

  private final SessionTable table;
  private final JsonMapper json = new JsonMapper();

  SessionRebuild(SessionTable table) {
    this.table = table;
  }

  /** All sessions that have events; an index alone is read for it. */
  List<SessionId> ids(Connection connection) throws SQLException {
    List<SessionId> ids = new ArrayList<>();
    String after = "";
    try (PreparedStatement next =
        connection.prepareStatement("select min(session) from event where session > ?")) {
      while (true) {
        next.setString(1, after);
        try (ResultSet row = next.executeQuery()) {
          String id = row.next() ? row.getString(1) : null;
          if (id == null) {
            return ids;
          }
          ids.add(new SessionId(id));
          after = id;
        }
      }
    }
  }

  /**
   * Inside the writer's transaction: brings the folds to the end of the journal, compares, swaps.
   *
   * @param folds made from events alone, as far as they were read before; gets those that are
   *     missing
   */
  List<Difference> swap(Connection connection, SequencedMap<SessionId, RowFold> folds)
      throws SQLException {
    Database.execute(connection, "drop table if exists temp.session_rebuilt");
    Database.execute(connection, BEGIN);
    for (SessionId id : ids(connection)) {
      folds.computeIfAbsent(id, RowFold::new);
    }
    try (PreparedStatement insert = table.prepareUpsert(connection, "temp.session_rebuilt")) {
      for (RowFold fold : folds.values()) {
        table.fold(connection, fold);
        if (fold.events() > 0) {
          table.upsert(insert, fold.row());
        }
      }
    }
    List<Difference> found = compare(connection);
    Database.execute(connection, "delete from session");
    Database.execute(connection, "insert into session select * from temp.session_rebuilt");
    Database.execute(connection, "update journal set session_form = " + RowFold.FORM);
    Database.execute(connection, "drop table temp.session_rebuilt");
    return found;
  }

  private List<Difference> compare(Connection connection) throws SQLException {
    List<Difference> found = new ArrayList<>();
    try (PreparedStatement query = connection.prepareStatement(COMPARE);
        ResultSet row = query.executeQuery()) {
      while (row.next() && found.size() < RebuildReport.MOST) {
        SessionId id = new SessionId(row.getString(1));
        rows(id, row.getString(2), row.getString(3), found);
        column(id, "project column", row.getString(4), row.getString(5), found);
        column(id, "last_at column", row.getString(6), row.getString(7), found);
        column(id, "events column", row.getString(8), row.getString(9), found);
      }
    }
    return found.size() <= RebuildReport.MOST
        ? found
        : List.copyOf(found.subList(0, RebuildReport.MOST));
  }

  private static void column(
      SessionId id, String name, @Nullable String was, @Nullable String is, List<Difference> to) {
    // A row that is missing as a whole was told already.
    if (was != null && is != null && !was.equals(is)) {
      to.add(new Difference(id, name, was, is));
    }
  }

  private void rows(SessionId id, @Nullable String was, @Nullable String is, List<Difference> to) {
    Map<String, JsonNode> before = was == null ? null : fields(was);
    Map<String, JsonNode> now = is == null ? null : fields(is);
    if (before == null || now == null) {
      to.add(new Difference(id, "row", was, is));
      return;
    }
    Set<String> names = new LinkedHashSet<>(now.keySet());
    names.addAll(before.keySet());
    for (String name : names) {
      JsonNode old = before.get(name);
      JsonNode fresh = now.get(name);
      if (!Objects.equals(old, fresh)) {
        to.add(new Difference(id, name, text(old), text(fresh)));
      }
    }
  }

  private static @Nullable String text(@Nullable JsonNode value) {
    return value == null || value.isNull() ? null : value.asString(value.toString());
  }

  private @Nullable Map<String, JsonNode> fields(String row) {
    try {
      Map<String, JsonNode> fields = new TreeMap<>();
      json.readTree(row)
          .properties()
          .forEach(field -> fields.put(field.getKey(), field.getValue()));
      return fields;
    } catch (JacksonException unreadable) {
      return null; // told as a whole row that differs
    }
  }
}
