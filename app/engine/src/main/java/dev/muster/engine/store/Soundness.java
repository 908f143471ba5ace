package dev.muster.engine.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.ProgressHandler;
import org.sqlite.SQLiteErrorCode;

/**
 * Says whether the journal can be relied on, before it is opened. Small ones are looked at in full;
 * of large ones as much as a start can wait for, less when it was closed in order, and all of it
 * when a doubt was noted before. What a start does not look at is looked at in the background.
 */
final class Soundness {
  private static final Logger LOG = LoggerFactory.getLogger(Soundness.class);

  /** After a crash a start can wait that long without anybody noticing. */
  private static final long BRIEFLY = 150_000_000;

  /** And so long when nobody wrote to the file since it was closed in order. */
  private static final long AT_A_GLANCE = 30_000_000;

  /** A step reads a page at the most: some hundred are a millisecond, more on a slow disk. */
  private static final int STEPS_BETWEEN_LOOKS = 200;

  private static final long LONGEST_PAUSE_NANOS = 200_000_000;

  private Soundness() {}

  private static Path doubt(DataFolder folder) {
    return folder.database().resolveSibling("muster.db.doubt");
  }

  /** Something could not be read: the next start looks at all of it. Does not fail. */
  static void doubt(DataFolder folder, String why) {
    try {
      OwnerOnly.replace(doubt(folder), (why + "\n").getBytes(StandardCharsets.UTF_8));
    } catch (IOException failed) {
      LOG.warn("That the journal may be damaged could not be noted: {}", failed.toString());
    }
  }

  /** Whether something is known to be wrong, or may be. */
  static boolean doubted(DataFolder folder) {
    return Files.exists(doubt(folder));
  }

  /** The doubt is settled. */
  static void settled(DataFolder folder) throws IOException {
    Files.deleteIfExists(doubt(folder));
  }

  private static Path closing(DataFolder folder) {
    return folder.database().resolveSibling("muster.db.closed");
  }

  /** The journal was closed; who opens it next sees whether anybody wrote to it since. */
  static void closed(DataFolder folder) {
    try {
      OwnerOnly.replace(closing(folder), state(folder).getBytes(StandardCharsets.UTF_8));
    } catch (IOException failed) {
      // The next start looks longer.
      LOG.warn("That the journal was closed could not be noted: {}", failed.toString());
    }
  }

  private static boolean closedInOrder(DataFolder folder) throws IOException {
    Path note = closing(folder);
    return Files.exists(note) && Files.readString(note).equals(state(folder));
  }

  /** Changes with every write to the file or its log. */
  private static String state(DataFolder folder) throws IOException {
    Path file = folder.database();
    Path log = file.resolveSibling(file.getFileName() + "-wal");
    return Files.size(file)
        + " "
        + Files.getLastModifiedTime(file).toInstant()
        + " "
        + (Files.exists(log) ? Files.size(log) : 0)
        + "\n";
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
      return Files.exists(doubt(folder))
          ? Snapshots.problem(connection)
          : briefly(connection, closedInOrder(folder) ? AT_A_GLANCE : BRIEFLY);
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

  /**
   * Looks at all of it while others write, a quarter of the time at most, and gives what is wrong;
   * null when nothing is, or when the thread was interrupted.
   */
  static @Nullable String gently(DataFolder folder) throws SQLException {
    long[] since = {System.nanoTime()};
    try (Connection connection = Snapshots.reader(folder.database())) {
      return whole(
          connection,
          () -> {
            pause(System.nanoTime() - since[0]);
            since[0] = System.nanoTime();
            return Thread.currentThread().isInterrupted();
          });
    }
  }

  private static void pause(long worked) {
    try {
      TimeUnit.NANOSECONDS.sleep(Math.min(3 * worked, LONGEST_PAUSE_NANOS));
    } catch (InterruptedException ending) {
      Thread.currentThread().interrupt();
    }
  }

  private static @Nullable String briefly(Connection connection, long nanos) throws SQLException {
    long deadline = System.nanoTime() + nanos;
    // If it is larger than a start can wait for, all of it is looked at in the background.
    return whole(connection, () -> System.nanoTime() - deadline > 0);
  }

  /** Null also when it was told to stop. */
  private static @Nullable String whole(Connection connection, BooleanSupplier stop)
      throws SQLException {
    ProgressHandler.setHandler(
        connection,
        STEPS_BETWEEN_LOOKS,
        new ProgressHandler() {
          @Override
          protected int progress() {
            return stop.getAsBoolean() ? 1 : 0;
          }
        });
    try {
      return Snapshots.problem(connection);
    } catch (SQLException failed) {
      if (Database.code(failed) == SQLiteErrorCode.SQLITE_INTERRUPT) {
        return null;
      }
      throw failed;
    } finally {
      ProgressHandler.clearHandler(connection);
    }
  }
}
