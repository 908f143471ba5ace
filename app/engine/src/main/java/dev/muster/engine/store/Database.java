package dev.muster.engine.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Opens connections to the database files, and says what went wrong with one in words. */
final class Database {
  private static final int BUSY_MILLIS = 5_000;
  private static final int CACHE_KIB = 16_384;

  /** What stays of the write-ahead log on disk after a flood. */
  private static final int WAL_BYTES = 64 << 20;

  private Database() {}

  /**
   * A connection for one thread: WAL, so that readers and the writer do not wait for each other;
   * NORMAL, so that a crash of Muster loses nothing (the writer asks for more where it matters).
   */
  static Connection open(Path file) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setSynchronous(SQLiteConfig.SynchronousMode.NORMAL);
    config.setBusyTimeout(BUSY_MILLIS);
    config.setCacheSize(-CACHE_KIB);
    config.setJournalSizeLimit(WAL_BYTES);
    config.setTempStore(SQLiteConfig.TempStore.MEMORY);
    config.enforceForeignKeys(false);
    // Else the driver asks for the last row id after every insert: a sixth of the indexer's work.
    config.setGetGeneratedKeys(false);
    return config.createConnection("jdbc:sqlite:" + file);
  }

  /** Makes a second database file visible under a name. */
  static void attach(Connection connection, Path file, String name) throws SQLException {
    try (var attach = connection.prepareStatement("attach ? as " + name)) {
      attach.setString(1, file.toString());
      attach.execute();
    }
  }

  static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** The single number a query gives; 0 when it gives none. */
  static long number(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      return row.next() ? row.getLong(1) : 0;
    }
  }

  /** Whether the file is not, or no longer, a database. */
  static boolean damaged(SQLException failed) {
    return switch (code(failed)) {
      case SQLITE_CORRUPT, SQLITE_NOTADB -> true;
      default -> false;
    };
  }

  /** What hinders, and what to do about it: two half sentences joined by a semicolon. */
  static String reason(SQLException failed) {
    return switch (code(failed)) {
      case SQLITE_FULL -> "the disk is full; free some space and start Muster again";
      case SQLITE_READONLY ->
          "the file or its folder is read-only; make it writable and start Muster again";
      case SQLITE_CANTOPEN ->
          "the file cannot be opened; look at its rights and those of its folder";
      case SQLITE_BUSY, SQLITE_LOCKED ->
          "another program holds it locked; end that program and start Muster again";
      case SQLITE_IOERR ->
          "the disk reports an error; look at the disk and at its free space, then start Muster"
              + " again";
      case SQLITE_CORRUPT, SQLITE_NOTADB ->
          "the file is damaged; start Muster again: what can be read is rescued, and the file is"
              + " kept";
      default -> failed.getMessage() + "; start Muster again, and report it if it stays";
    };
  }

  /** The primary code: an extended one carries it in its low byte. */
  static SQLiteErrorCode code(SQLException failed) {
    if (!(failed instanceof SQLiteException sqlite)) {
      return SQLiteErrorCode.UNKNOWN_ERROR;
    }
    return SQLiteErrorCode.getErrorCode(sqlite.getResultCode().code & 0xff);
  }
}
