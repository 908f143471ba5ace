package dev.muster.engine.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;

/**
 * Opens database files that are not, or not yet, the journal in use, and says if they are sound.
 */
final class Snapshots {
  private static final int BUSY_MILLIS = 5_000;

  private Snapshots() {}

  /** For reading alone; also beside a Muster that writes. */
  static Connection reader(Path file) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setReadOnly(true);
    config.setBusyTimeout(BUSY_MILLIS);
    return config.createConnection("jdbc:sqlite:" + file);
  }

  /** For writing, with nothing of the journal's own settings. */
  static Connection plain(Path file) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setBusyTimeout(BUSY_MILLIS);
    return config.createConnection("jdbc:sqlite:" + file);
  }

  /** The first thing that is wrong with a database, in SQLite's words; null when it is sound. */
  static @Nullable String problem(Connection connection) throws SQLException {
    return problem(connection, "main");
  }

  /** The same for one of the databases of a connection. */
  static @Nullable String problem(Connection connection, String name) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("pragma " + name + ".integrity_check(1)")) {
      String said = row.next() ? row.getString(1) : "nothing was said about it";
      // The first line says only in which of its databases.
      return "ok".equals(said)
          ? null
          : said.lines().filter(line -> !line.startsWith("***")).findFirst().orElse(said).strip();
    } catch (SQLException failed) {
      if (Database.damaged(failed)) {
        return String.valueOf(failed.getMessage());
      }
      throw failed;
    }
  }
}
