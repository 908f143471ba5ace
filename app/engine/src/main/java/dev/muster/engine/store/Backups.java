package dev.muster.engine.store;

import dev.muster.engine.store.Backup.Why;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConnection;

/**
 * Makes and lists copies of the journal. Needs no {@link OwnerLock}: SQLite's online backup reads a
 * snapshot, also beside the Muster that writes. Methods block, for seconds per gigabyte.
 */
public final class Backups {
  private static final Logger LOG = LoggerFactory.getLogger(Backups.class);

  /** Copies made by themselves that are kept. */
  public static final int AUTO_KEPT = 7;

  static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS").withZone(ZoneOffset.UTC);
  private static final Pattern NAME =
      Pattern.compile("muster-(\\d{8}-\\d{6}-\\d{3})-(auto|asked|form\\d+)\\.db");

  /** A copy grows all the time; one that did not for so long belongs to nobody any more. */
  static final Duration LEFT_OVER = Duration.ofHours(1);

  /** One step: 2 MiB, some milliseconds. */
  private static final int PAGES_PER_STEP = 512;

  private final DataFolder folder;
  private final Clock clock;

  public Backups(DataFolder folder, Clock clock) {
    this.folder = folder;
    this.clock = clock;
  }

  /** How much of the disk's and a core's time a copy takes. */
  public enum Pace {
    /** As fast as it goes: somebody waits. */
    FAST,
    /** A quarter of the time at most: agents are at work. */
    GENTLE
  }

  /** All copies in the folder of backups, the newest first. */
  public List<Backup> all() throws StoreException {
    List<Backup> found = new ArrayList<>();
    if (!Files.isDirectory(folder.backups())) {
      return found;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder.backups(), "muster-*.db")) {
      for (Path file : files) {
        Matcher name = NAME.matcher(String.valueOf(file.getFileName()));
        if (name.matches()) {
          found.add(
              new Backup(file, instant(name.group(1)), Files.size(file), why(name), -1, null));
        }
      }
    } catch (IOException failed) {
      throw new StoreException(
          "The backups in "
              + folder.backups()
              + " could not be listed: "
              + OwnerOnly.reason(failed),
          failed);
    }
    found.sort(Comparator.comparing(Backup::made).reversed());
    return found;
  }

  private static Why why(Matcher name) {
    return switch (name.group(2)) {
      case "auto" -> Why.AUTO;
      case "asked" -> Why.ASKED;
      default -> Why.MIGRATION;
    };
  }

  private static Instant instant(String stamp) {
    try {
      return LocalDateTime.parse(stamp, STAMP).toInstant(ZoneOffset.UTC);
    } catch (DateTimeException nonsense) {
      return Instant.EPOCH; // the oldest of all: somebody named a file so
    }
  }

  /** A copy in the folder of backups. Of those that make themselves, the oldest go. */
  public Backup make(Why why, Pace pace) throws StoreException {
    String name =
        "muster-" + STAMP.format(clock.instant()) + "-" + (why == Why.AUTO ? "auto" : "asked");
    clearLeftOver();
    Backup made = makeAt(folder.backups().resolve(name + ".db"), why, pace);
    if (why == Why.AUTO) {
      prune(made);
    }
    return made;
  }

  /** Takes away what copies left that were killed: as large as the journal, and of no use. */
  private void clearLeftOver() {
    if (!Files.isDirectory(folder.backups())) {
      return;
    }
    Instant before = clock.instant().minus(LEFT_OVER);
    try (DirectoryStream<Path> parts =
        Files.newDirectoryStream(folder.backups(), "muster-*.db.part*")) {
      for (Path part : parts) {
        if (Files.getLastModifiedTime(part).toInstant().isBefore(before)) {
          Files.deleteIfExists(part);
        }
      }
    } catch (IOException left) {
      // It is not named like a backup, and the next one tries again.
      LOG.warn("What was left of a backup stays: {}", left.toString());
    }
  }

  /** The one just made stays, however old it is by a clock that was set back. */
  private void prune(Backup made) throws StoreException {
    List<Backup> others =
        all().stream()
            .filter(one -> one.why() == Why.AUTO && !one.file().equals(made.file()))
            .toList();
    int kept = AUTO_KEPT - 1;
    for (Backup old : others.subList(Math.min(kept, others.size()), others.size())) {
      try {
        Files.deleteIfExists(old.file());
      } catch (IOException failed) {
        throw new StoreException(
            "The old backup " + old.file() + " could not be removed: " + OwnerOnly.reason(failed),
            failed);
      }
    }
  }

  /**
   * A copy in a file of the caller's choice, which must not exist.
   *
   * @throws StoreException with a sentence; the file is not there then
   */
  public Backup makeAt(Path file, Why why, Pace pace) throws StoreException {
    Path journal = folder.database();
    if (!Files.exists(journal)) {
      throw new StoreException("There is no journal to copy yet: " + journal + " does not exist.");
    }
    if (Files.exists(file)) {
      throw new StoreException(file + " exists already. Nothing was changed. Give another name.");
    }
    long begun = System.nanoTime();
    Instant made = clock.instant();
    Path part = file.resolveSibling(file.getFileName() + ".part");
    try {
      Path parent = file.toAbsolutePath().getParent();
      if (parent != null && parent.equals(folder.backups())) {
        OwnerOnly.createFolder(parent);
      }
      Files.deleteIfExists(part);
      OwnerOnly.createFile(part);
      copy(journal, part, pace);
      if (Thread.currentThread().isInterrupted()) {
        throw new StoreException("The backup was given up, because Muster is being closed.");
      }
      long events = soundEvents(part);
      force(part);
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
      return new Backup(
          file, made, Files.size(file), why, events, Duration.ofNanos(System.nanoTime() - begun));
    } catch (IOException failed) {
      throw failed(file, OwnerOnly.reason(failed), failed);
    } catch (SQLException failed) {
      throw failed(file, Database.reason(failed), failed);
    } finally {
      discard(part);
    }
  }

  private static StoreException failed(Path file, String reason, Exception cause) {
    return new StoreException(
        "The backup " + file + " could not be made: " + reason + ". The journal is as it was.",
        cause);
  }

  private static void copy(Path from, Path to, Pace pace) throws SQLException {
    try (Connection source = Snapshots.reader(from)) {
      // One snapshot from the first page to the last: else every commit would begin the copy anew.
      Database.execute(source, "begin");
      Database.number(source, "select count(*) from sqlite_master");
      long[] step = {System.nanoTime()};
      int code =
          source
              .unwrap(SQLiteConnection.class)
              .getDatabase()
              .backup(
                  "main",
                  to.toString(),
                  (left, all) -> {
                    if (pace == Pace.GENTLE) {
                      rest(System.nanoTime() - step[0]);
                    }
                    step[0] = System.nanoTime();
                  },
                  100,
                  600,
                  PAGES_PER_STEP);
      if (code != 0) {
        throw new SQLException("the copy ended with SQLite's code " + code);
      }
    }
    try (Connection copy = Snapshots.plain(to)) {
      // One file, without a log beside it.
      Database.execute(copy, "pragma journal_mode = delete");
    }
  }

  private static void rest(long worked) {
    try {
      TimeUnit.NANOSECONDS.sleep(Math.min(3 * worked, 200_000_000));
    } catch (InterruptedException ending) {
      // Muster is being closed: the copy cannot be cut off, but it goes on without pauses.
      Thread.currentThread().interrupt();
    }
  }

  /** The number of events in a file that was found to be sound. */
  private long soundEvents(Path file) throws SQLException, StoreException {
    try (Connection copy = Snapshots.reader(file)) {
      String found = Snapshots.problem(copy);
      if (found != null) {
        Soundness.doubt(folder, found);
        throw new StoreException(
            "The copy of the journal is not sound ("
                + found
                + "), so the journal itself may not be. Start Muster again: it looks, and rescues"
                + " what can be read. The copy was removed.");
      }
      return Database.number(copy, "select count(*) from event");
    }
  }

  private static void force(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  private static void discard(Path part) {
    for (String suffix : List.of("", "-journal", "-wal", "-shm")) {
      try {
        Files.deleteIfExists(part.resolveSibling(part.getFileName() + suffix));
      } catch (IOException left) {
        // It is not named like a backup, and the next one replaces it.
        LOG.warn("What was left of a backup stays: {}", left.toString());
      }
    }
  }
}
