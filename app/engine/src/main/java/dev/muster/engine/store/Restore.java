package dev.muster.engine.store;

import dev.muster.engine.event.EventJson;
import dev.muster.engine.event.SessionId;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Puts a backup in the place of the journal. What that would lose and gain can be seen before. The
 * journal that was there is kept. For whoever holds the {@link OwnerLock}, with no store open.
 */
public final class Restore {
  private final DataFolder folder;
  private final Path file;

  /** From a file that {@link Backups} made. */
  public Restore(DataFolder folder, Path file) {
    this.folder = folder;
    this.file = file.toAbsolutePath();
  }

  /**
   * What restoring would do.
   *
   * @param events in the backup
   * @param last when its last event was; null when it has none
   * @param readable whether the present journal could be read; if not, nothing can be said of what
   *     would be lost
   * @param lost sessions of which events would no longer be there
   * @param gained sessions of which there would be events that are not there now
   */
  public record Preview(
      Path file,
      long events,
      int sessions,
      @Nullable Instant last,
      boolean readable,
      List<Change> lost,
      List<Change> gained) {
    /** Events that would no longer be there. */
    public long eventsLost() {
      return lost.stream().mapToLong(Change::events).sum();
    }

    /** Events that would be there again. */
    public long eventsGained() {
      return gained.stream().mapToLong(Change::events).sum();
    }
  }

  /**
   * What would become of one session.
   *
   * @param events how many less, or more
   * @param whole whether all of the session goes, or comes
   */
  public record Change(SessionId session, String title, long events, boolean whole) {}

  /**
   * What was done.
   *
   * @param kept where the journal that was there is now; null when there was none
   */
  public record Done(Preview preview, @Nullable Path kept) {}

  /**
   * Looks at the backup and at the journal, and changes nothing. Blocks, for seconds per gigabyte.
   *
   * @throws StoreException when the backup cannot be restored, with a sentence that says why
   */
  public Preview preview() throws StoreException {
    Map<SessionId, SessionRow> there = backup();
    Map<SessionId, SessionRow> here = new LinkedHashMap<>();
    boolean readable = true;
    if (Files.exists(folder.database())) {
      try (Connection connection = Snapshots.reader(folder.database())) {
        readable = Snapshots.problem(connection) == null;
        if (readable) {
          here = rows(connection);
        }
      } catch (SQLException unreadable) {
        readable = false;
      }
    }
    return new Preview(
        file,
        there.values().stream().mapToLong(SessionRow::events).sum(),
        there.size(),
        there.values().stream().map(SessionRow::lastAt).max(Instant::compareTo).orElse(null),
        readable,
        changes(here, there),
        changes(there, here));
  }

  /** What the one has and the other has not. */
  private static List<Change> changes(
      Map<SessionId, SessionRow> one, Map<SessionId, SessionRow> other) {
    List<Change> changes = new ArrayList<>();
    one.forEach(
        (id, row) -> {
          SessionRow there = other.get(id);
          long more = row.events() - (there == null ? 0 : there.events());
          if (more > 0) {
            changes.add(new Change(id, row.title(), more, there == null));
          }
        });
    return List.copyOf(changes);
  }

  private Map<SessionId, SessionRow> backup() throws StoreException {
    if (!Files.isRegularFile(file)) {
      throw new StoreException("There is no file " + file + ". Nothing was changed.");
    }
    try (Connection connection = Snapshots.reader(file)) {
      Migrations.lookAt(connection, file);
      String problem = Snapshots.problem(connection);
      if (problem != null) {
        throw new StoreException(
            "The backup " + file + " is not sound: " + problem + ". Nothing was changed.");
      }
      return rows(connection);
    } catch (SQLException failed) {
      throw new StoreException(
          "The backup "
              + file
              + " could not be read: "
              + (Database.damaged(failed) ? "it is not a database" : Database.reason(failed))
              + ". Nothing was changed.",
          failed);
    }
  }

  private static Map<SessionId, SessionRow> rows(Connection connection) throws SQLException {
    Map<SessionId, SessionRow> rows = new LinkedHashMap<>();
    new SessionTable(new EventJson()).all(connection).forEach(row -> rows.put(row.id(), row));
    return rows;
  }

  /**
   * Restores. A crash at any moment leaves the one journal or the other, and both are kept. Blocks.
   *
   * @throws StoreException with a sentence; the journal is as it was then
   */
  public Done run(Instant now) throws StoreException {
    Preview preview = preview();
    boolean had = Files.exists(folder.database());
    Path part = Aside.workplace(folder);
    try {
      OwnerOnly.createFile(part);
      Files.copy(file, part, StandardCopyOption.REPLACE_EXISTING);
      // The copy has the rights of the backup, which may have come from anywhere.
      OwnerOnly.createFile(part);
      try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
      Path kept = Aside.place(folder, "before-restore", now);
      Aside.swap(folder, kept, null);
      return new Done(preview, had ? kept : null);
    } catch (IOException failed) {
      throw new StoreException(
          "The backup "
              + file
              + " could not be restored: "
              + OwnerOnly.reason(failed)
              + ". The journal is as it was, or is kept in "
              + folder.aside()
              + ".",
          failed);
    }
  }
}
