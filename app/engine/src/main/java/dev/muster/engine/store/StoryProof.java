package dev.muster.engine.store;

import dev.muster.engine.event.SessionId;
import dev.muster.engine.store.RebuildReport.Difference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Says in a few words what the tables hold that are folded from each session's story (facts, turns,
 * files, commands), so that they can be compared with those that are made anew.
 */
final class StoryProof {
  /** What is compared, by the word for it; a session's number is another one each time. */
  private static final Map<String, String> TABLES =
      Map.of(
          "facts", "select f.id, f.kept from facts f order by f.id",
          "turns",
              "select f.id, t.* from turn t join facts f on f.no = t.no order by f.id, t.number",
          "files",
              "select f.id, t.* from touched t join facts f on f.no = t.no order by f.id, t.path",
          "commands",
              "select f.id, t.* from ran t join facts f on f.no = t.no order by f.id, t.seq");

  private final Map<String, Map<String, String>> said;

  private StoryProof(Map<String, Map<String, String>> said) {
    this.said = said;
  }

  /**
   * What is in an index. Blocks, a second for some hundred thousand rows.
   *
   * @param sessions those of the journal; what is there of others does not count
   */
  static StoryProof of(Path index, Collection<SessionRow> sessions) throws SQLException {
    Map<String, Map<String, String>> said = new TreeMap<>();
    try (Connection connection = Snapshots.reader(index);
        Statement statement = connection.createStatement()) {
      for (Map.Entry<String, String> table : TABLES.entrySet()) {
        try (ResultSet rows = statement.executeQuery(table.getValue())) {
          said.put(table.getKey(), told(rows));
        }
      }
    }
    List<String> live = sessions.stream().map(row -> row.id().value()).toList();
    said.values().forEach(each -> each.keySet().retainAll(live));
    return new StoryProof(said);
  }

  /** Where they differ, at most as many as a report holds. */
  List<Difference> differences(StoryProof is) {
    List<Difference> found = new ArrayList<>();
    said.forEach(
        (table, were) -> {
          Map<String, String> are = is.said.getOrDefault(table, Map.of());
          TreeMap<String, String> all = new TreeMap<>(were);
          all.putAll(are);
          for (String id : all.keySet()) {
            String then = were.get(id);
            String now = are.get(id);
            boolean same = then == null ? now == null : then.equals(now);
            if (!same && found.size() < RebuildReport.MOST) {
              found.add(new Difference(new SessionId(id), table, then, now));
            }
          }
        });
    return found;
  }

  private static Map<String, String> told(ResultSet rows) throws SQLException {
    Map<String, String> told = new TreeMap<>();
    int columns = rows.getMetaData().getColumnCount();
    int first = columns > 2 ? 3 : 2; // behind the session's id and number
    String session = null;
    long count = 0;
    MessageDigest digest = sha256();
    while (rows.next()) {
      String id = rows.getString(1);
      if (session != null && !session.equals(id)) {
        told.put(session, words(count, digest));
        count = 0;
      }
      session = id;
      count++;
      for (int column = first; column <= columns; column++) {
        add(digest, rows.getString(column));
      }
    }
    if (session != null) {
      told.put(session, words(count, digest));
    }
    return told;
  }

  private static void add(MessageDigest digest, @Nullable String value) {
    if (value == null) {
      digest.update((byte) 0);
    } else {
      digest.update((byte) 1);
      digest.update(value.getBytes(StandardCharsets.UTF_8));
    }
    digest.update((byte) 0xFF); // stands in no text
  }

  private static String words(long count, MessageDigest digest) {
    return count + " (" + HexFormat.of().formatHex(digest.digest(), 0, 6) + ")";
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("Every Java has SHA-256.", impossible);
    }
  }
}
