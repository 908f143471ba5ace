package dev.muster.engine.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * Why the database could not be written just now, when that may pass by itself or by a person's
 * hand.
 *
 * @param file the database
 */
record Hindrance(Storing.Cause cause, Path file) {
  private static final Logger LOG = LoggerFactory.getLogger(Hindrance.class);

  /** With less than this left, an error of the device is taken for a full disk. */
  private static final long NEARLY_NOTHING = 1L << 20;

  /** SQLite's own needs for a commit: its log, its index of the log, a page or two. */
  private static final long MARGIN = 1L << 20;

  /** What hinders; null when the failure is of another kind and trying again is no use. */
  static @Nullable Hindrance of(Throwable failed, Path file) {
    if (!(failed instanceof SQLException sql)) {
      return null;
    }
    // The file was moved or replaced under an open Muster: writing on would be writing to nobody.
    if (sql instanceof SQLiteException exact
        && exact.getResultCode() == SQLiteErrorCode.SQLITE_READONLY_DBMOVED) {
      return null;
    }
    Storing.Cause cause =
        switch (Database.code(sql)) {
          case SQLITE_FULL -> Storing.Cause.DISK_FULL;
          case SQLITE_READONLY, SQLITE_CANTOPEN -> Storing.Cause.READ_ONLY;
          case SQLITE_BUSY, SQLITE_LOCKED -> Storing.Cause.LOCKED;
          case SQLITE_IOERR ->
              // A quota, and the last page of SQLite's shared memory, are told as errors.
              0 <= free(file) && free(file) < NEARLY_NOTHING
                  ? Storing.Cause.DISK_FULL
                  // A disk that became read-only under an open file is told as an error, too.
                  : takesNoWriting(file) ? Storing.Cause.READ_ONLY : Storing.Cause.DISK_ERROR;
          default -> null;
        };
    return cause == null ? null : new Hindrance(cause, file);
  }

  /** Whether trying again later may help. */
  static boolean mayPass(SQLException failed) {
    return switch (Database.code(failed)) {
      case SQLITE_FULL,
          SQLITE_READONLY,
          SQLITE_CANTOPEN,
          SQLITE_BUSY,
          SQLITE_LOCKED,
          SQLITE_IOERR ->
          true;
      default -> false;
    };
  }

  /** The state that is told. */
  Storing.Held held(long bytesWaiting, Instant since) {
    // Twice: once in SQLite's log, once in its file when the log is carried over.
    long needed = 2 * bytesWaiting + MARGIN;
    return new Storing.Held(cause, sentence(needed), bytesWaiting, needed, free(file), since);
  }

  private String sentence(long needed) {
    Path folder = file.toAbsolutePath().getParent();
    String what =
        switch (cause) {
          case DISK_FULL -> "The disk that holds " + folder + " is full";
          case READ_ONLY -> file + " cannot be written any more: it or its folder is read-only";
          case DISK_ERROR -> "The disk that holds " + folder + " reports an error";
          case LOCKED -> "Another program holds " + file + " locked";
        };
    String todo =
        switch (cause) {
          case DISK_FULL -> "Free some space, about " + size(needed);
          case READ_ONLY -> "Make it writable";
          case DISK_ERROR -> "Look at the disk and at its free space";
          case LOCKED -> "End that program";
        };
    return what
        + ". Everything stored until now is kept, and what came since waits in memory. "
        + todo
        + "; Muster then goes on by itself.";
  }

  private static String size(long bytes) {
    return String.format(Locale.ROOT, "%d MB", Math.ceilDiv(bytes, 1_000_000));
  }

  /**
   * Whether the log cannot be opened for writing, or no file be made beside it. The database itself
   * is not tried: closing it again would give up the locks that SQLite holds on it.
   */
  private static boolean takesNoWriting(Path file) {
    try {
      Path log = file.resolveSibling(file.getFileName() + "-wal");
      if (Files.exists(log)) {
        FileChannel.open(log, StandardOpenOption.WRITE).close();
      }
      Path folder = file.toAbsolutePath().getParent();
      if (folder != null) {
        Files.delete(
            Files.createTempFile(folder, "muster.db.try.", ".tmp", OwnerOnly.fileAttributes(file)));
      }
      return false;
    } catch (IOException refused) {
      LOG.debug("Nothing can be written beside {}: {}", file, refused.toString());
      return true;
    }
  }

  private static long free(Path file) {
    try {
      Path folder = file.toAbsolutePath().getParent();
      return folder == null ? -1 : Files.getFileStore(folder).getUsableSpace();
    } catch (IOException unknown) {
      return -1; // what SQLite said about the disk is told all the same
    }
  }
}
