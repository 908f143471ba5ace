package dev.muster.engine.store;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Takes every row that can be read out of a damaged database, page by page, and puts it into a new
 * one. What a row belongs to is seen from its form: no other table has rows like these.
 */
final class Carver {
  private static final Pattern SESSION = Pattern.compile("[a-z][a-z0-9]{7,31}");
  private static final Pattern KIND = Pattern.compile("[A-Z][A-Za-z]{2,40}");
  private static final Pattern PROCESS = Pattern.compile("\\d+ \\d+ \\d+ [a-z0-9]{8,64}");

  private final Connection to;
  private final JsonMapper json = new JsonMapper();

  /** What the old rows of sessions say: how they are named, and how far they went. */
  private final Map<String, Known> sessions = new HashMap<>();

  /**
   * @param row as JSON; null where only the number of the last event is known
   */
  record Known(long events, @Nullable String row) {}

  Carver(Connection to) {
    this.to = to;
  }

  Map<String, Known> sessions() {
    return sessions;
  }

  /** Reads a damaged database and its log; inside the caller's transaction on the new one. */
  void run(Path database, Path log) throws IOException, SQLException {
    try (PageFile pages = new PageFile(database, log);
        Inserts inserts = new Inserts(to)) {
      PageRows rows = new PageRows(pages);
      for (int number = 2; number <= pages.count(); number++) {
        for (byte[] version : pages.versions(number)) {
          PageRows.Page page = rows.read(version);
          for (PageRows.Row row : page.rows()) {
            take(row, inserts);
          }
          if (page.leaf() && page.unread() == 0) {
            break; // the older version of the page has nothing that this one has not
          }
        }
      }
    }
  }

  private void take(PageRows.Row row, Inserts inserts) throws SQLException {
    List<@Nullable Object> v = row.values();
    if (v.size() == 7 && v.get(0) == null && isEvent(v)) {
      inserts.event(row.id(), v);
    } else if (v.size() == 5
        && v.get(0) instanceof String id
        && v.get(3) instanceof Long events
        && v.get(4) instanceof String body
        && SESSION.matcher(id).matches()
        && isJson(body)) {
      sessions.merge(id, new Known(events, body), (a, b) -> a.events() >= b.events() ? a : b);
    } else if (v.size() == 4
        && v.get(0) instanceof String
        && v.get(1) instanceof String
        && v.get(2) instanceof String
        && v.get(3) instanceof Long) {
      inserts.project(v);
    } else if (v.size() == 2
        && v.get(0) == null
        && v.get(1) instanceof String identity
        && PROCESS.matcher(identity).matches()) {
      inserts.process(row.id(), identity);
    }
  }

  private boolean isEvent(List<@Nullable Object> v) {
    return v.get(1) instanceof String session
        && v.get(2) instanceof Long seq
        && v.get(3) instanceof Long
        && v.get(4) instanceof Long
        && v.get(5) instanceof String kind
        && v.get(6) instanceof String body
        && seq > 0
        && SESSION.matcher(session).matches()
        && KIND.matcher(kind).matches()
        && isJson(body);
  }

  private boolean isJson(String text) {
    try {
      return text.startsWith("{") && json.readTree(text).isObject();
    } catch (JacksonException damaged) {
      return false;
    }
  }

  /** The statements that put rows into the new database. */
  private static final class Inserts implements AutoCloseable {
    private final PreparedStatement event;
    private final PreparedStatement there;
    private final PreparedStatement project;
    private final PreparedStatement process;

    Inserts(Connection to) throws SQLException {
      event = to.prepareStatement("insert or ignore" + EventTable.INSERT.substring(6));
      there = to.prepareStatement("select 1 from event where session = ? and seq = ?");
      project =
          to.prepareStatement(
              "insert or ignore into project (id, name, checkout, last_opened) values (?,?,?,?)");
      process = to.prepareStatement("insert or ignore into process (pid, identity) values (?, ?)");
    }

    void event(long id, List<@Nullable Object> v) throws SQLException {
      event.setLong(1, id);
      for (int n = 1; n < 7; n++) {
        event.setObject(n + 1, Objects.requireNonNull(v.get(n)));
      }
      if (event.executeUpdate() == 0 && !isThere(v)) {
        // Another event has taken its place in the order of all: it goes to the end.
        event.setObject(1, null);
        event.executeUpdate();
      }
    }

    private boolean isThere(List<@Nullable Object> v) throws SQLException {
      there.setObject(1, v.get(1));
      there.setObject(2, v.get(2));
      try (ResultSet row = there.executeQuery()) {
        return row.next();
      }
    }

    void project(List<@Nullable Object> v) throws SQLException {
      for (int n = 0; n < 4; n++) {
        project.setObject(n + 1, v.get(n));
      }
      project.executeUpdate();
    }

    void process(long pid, String identity) throws SQLException {
      process.setLong(1, pid);
      process.setString(2, identity);
      process.executeUpdate();
    }

    @Override
    public void close() throws SQLException {
      event.close();
      there.close();
      project.close();
      process.close();
    }
  }
}
