package dev.muster.engine.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.ProgressHandler;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * Says whether the journal can be relied on, before it is opened. Small ones are looked at in full;
 * of large ones as much as a start can wait for, and all of it when a doubt was noted before.
 */
final class Soundness {
  private static final Logger LOG = LoggerFactory.getLogger(Soundness.class);

  /** A start can wait that long without anybody noticing. */
  private static final long BRIEFLY = 150_000_000;

  private static final int STEPS_BETWEEN_LOOKS = 5_000;

  private Soundness() {}

  private static Path doubt(DataFolder folder) {
    return folder.database().resolveSibling("muster.db.doubt");
  }

  /** Something could not be read: the next start looks at all of it. Does not fail. */
  static void doubt(DataFolder folder, String why) {
    try {
      OwnerOnly.replace(
          doubt(folder), (why + "\n").getBytes(java.nio.charset.StandardCharsets.UTF_8));
    } catch (IOException failed) {
      LOG.warn("That the journal may be damaged could not be noted: {}", failed.toString());
    }
  }

  /** The doubt is settled. */
  static void settled(DataFolder folder) throws IOException {
    Files.deleteIfExists(doubt(folder));
  }

  /** What is wrong with the journal; null when nothing was found. Blocks. */
  static @Nullable String problem(DataFolder folder) throws IOException, StoreException {
    Path file = folder.database();
    Path log = file.resolveSibling(file.getFileName() + "-wal");
    if (!Files.exists(file) || Files.size(file) == 0) {
      return Files.exists(log) && Files.size(log) > 0 ? "the file is empty" : null;
    }
    if (Files.exists(log) && Files.size(log) > 0) {
      try (PageFile pages = new PageFile(file, log)) {
        if (pages.logDamaged()) {
          return "its write-ahead log is damaged";
        }
      }
    }
    try (Connection connection = Snapshots.reader(file)) {
      Migrations.lookAt(connection, file);
      return Files.exists(doubt(folder)) ? Snapshots.problem(connection) : brief(connection);
    } catch (SQLException failed) {
      if (Database.damaged(failed)) {
        return reason(failed);
      }
      return null; // opening it says what hinders
    }
  }

  static String reason(SQLException failed) {
    return Database.code(failed) == SQLiteErrorCode.SQLITE_NOTADB
        ? "the file is no longer a database"
        : "the database is malformed";
  }

  private static @Nullable String brief(Connection connection) throws SQLException {
    long deadline = System.nanoTime() + BRIEFLY;
    ProgressHandler.setHandler(
        connection,
        STEPS_BETWEEN_LOOKS,
        new ProgressHandler() {
          @Override
          protected int progress() {
            return System.nanoTime() - deadline > 0 ? 1 : 0;
          }
        });
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("pragma integrity_check(1)")) {
      String said = row.next() ? row.getString(1) : "nothing was said about it";
      return "ok".equals(said) ? null : said.lines().findFirst().orElse(said).strip();
    } catch (SQLiteException failed) {
      if (failed.getResultCode() == SQLiteErrorCode.SQLITE_INTERRUPT) {
        return null; // larger than a start can wait for; the daily backup looks at all of it
      }
      throw failed;
    } finally {
      ProgressHandler.clearHandler(connection);
    }
  }
}
