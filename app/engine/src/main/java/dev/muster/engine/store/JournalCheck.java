package dev.muster.engine.store;

import dev.muster.engine.event.EventJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sqlite.ProgressHandler;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * Looks at the journal without changing it: whether its file is sound, and which sessions it knows.
 * Needs no {@link OwnerLock}: it only reads, also beside the Muster that writes.
 */
public final class JournalCheck {
  private static final int BUSY_MILLIS = 2_000;
  private static final int STEPS_BETWEEN_LOOKS = 20_000;

  private JournalCheck() {}

  /**
   * What was found.
   *
   * @param there whether there is a journal
   * @param bytes of its file
   * @param whole whether all of it was looked at; a very large one is given up after the time given
   * @param problem a sentence that says what is wrong and what to do; null when nothing was found
   * @param sessions all sessions; null when they could not be read
   */
  public record Report(
      boolean there,
      long bytes,
      boolean whole,
      @Nullable String problem,
      @Nullable List<SessionRow> sessions) {}

  /** Looks. Blocks, at most about twice as long as given. */
  public static Report of(DataFolder folder, Duration atMost) {
    Path file = folder.database();
    if (!Files.exists(file)) {
      return new Report(false, 0, true, null, List.of());
    }
    long bytes = size(file);
    try (Connection connection = open(file)) {
      boolean whole = limited(connection, atMost, () -> quickCheck(connection), null) != null;
      String form = form(connection, file);
      if (form != null) {
        return new Report(true, bytes, whole, form, null);
      }
      SessionTable table = new SessionTable(new EventJson());
      List<SessionRow> sessions = limited(connection, atMost, () -> table.all(connection), null);
      return new Report(true, bytes, whole, null, sessions);
    } catch (Damaged damaged) {
      return new Report(
          true, bytes, true, sentence(file, String.valueOf(damaged.getMessage())), null);
    } catch (SQLException failed) {
      return new Report(true, bytes, true, sentence(file, Database.reason(failed)), null);
    }
  }

  private static String sentence(Path file, String reason) {
    return "The journal " + file + " is not sound: " + reason + ".";
  }

  private static final class Damaged extends SQLException {
    private static final long serialVersionUID = 1;

    Damaged(String found) {
      super(found);
    }
  }

  private static Connection open(Path file) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setReadOnly(true);
    config.setBusyTimeout(BUSY_MILLIS);
    return config.createConnection("jdbc:sqlite:" + file);
  }

  private static boolean quickCheck(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("pragma quick_check(1)")) {
      String said = row.next() ? row.getString(1) : "nothing";
      if (!"ok".equals(said)) {
        throw new Damaged(
            said.lines().findFirst().orElse("").strip()
                + "; start Muster again: what can be read is rescued, and the file is kept");
      }
      return true;
    }
  }

  /** Whether this version can read it; a sentence when not. */
  private static @Nullable String form(Connection connection, Path file) throws SQLException {
    long form = Database.number(connection, "pragma user_version");
    if (form > Migrations.newest()) {
      return "The journal " + file + " was written by a newer Muster. Start that one.";
    }
    return null;
  }

  private interface Query<T> {
    T run() throws SQLException;
  }

  /** Runs a query that is given up when its time is over. */
  private static <T> @Nullable T limited(
      Connection connection, Duration atMost, Query<T> query, @Nullable T givenUp)
      throws SQLException {
    long deadline = System.nanoTime() + atMost.toNanos();
    ProgressHandler.setHandler(
        connection,
        STEPS_BETWEEN_LOOKS,
        new ProgressHandler() {
          @Override
          protected int progress() {
            return System.nanoTime() - deadline > 0 ? 1 : 0;
          }
        });
    try {
      return query.run();
    } catch (SQLiteException failed) {
      if (failed.getResultCode() == SQLiteErrorCode.SQLITE_INTERRUPT) {
        return givenUp;
      }
      throw failed;
    } finally {
      ProgressHandler.clearHandler(connection);
    }
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException gone) {
      return 0; // then opening it says so
    }
  }
}
