package dev.muster.engine.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;

/**
 * Puts another database in the place of the journal, so that a crash at any moment leaves the old
 * one or the new one in its place, and the old one is kept in any case.
 */
final class Aside {
  private static final String[] PARTS = {"", "-wal", "-shm"};

  private Aside() {}

  /** Where the new database is built; nobody takes it for the journal. */
  static Path workplace(DataFolder folder) {
    return folder.database().resolveSibling("muster.db.part");
  }

  /** The new database, whole, waiting to take its place. */
  private static Path ready(DataFolder folder) {
    return folder.database().resolveSibling("muster.db.ready");
  }

  /**
   * Puts what stands in the {@link #workplace}, whole and on disk, in the journal's place.
   *
   * @param why a word for the name of the old one
   * @return where the old one is now
   */
  static Path swap(DataFolder folder, String why, Instant now) throws IOException {
    Files.move(workplace(folder), ready(folder), StandardCopyOption.ATOMIC_MOVE);
    return finish(folder, why, now);
  }

  /** Brings a swap to its end that a crash cut off. Called before the journal is opened. */
  static void finishIfBegun(DataFolder folder, Instant now) throws IOException {
    if (Files.exists(ready(folder))) {
      finish(folder, "replaced", now);
    }
  }

  private static Path finish(DataFolder folder, String why, Instant now) throws IOException {
    OwnerOnly.createFolder(folder.aside());
    Path to = folder.aside().resolve("muster-" + Backups.STAMP.format(now) + "-" + why + ".db");
    Path from = folder.database();
    // The log first: without its database it is harmless, and the other way round it would be lost.
    for (int part = PARTS.length - 1; part >= 0; part--) {
      Path old = from.resolveSibling(from.getFileName() + PARTS[part]);
      if (Files.exists(old)) {
        Files.move(old, to.resolveSibling(to.getFileName() + PARTS[part]));
      }
    }
    for (String part : PARTS) {
      // It is derived, and not from the new one.
      Path index = folder.searchIndex();
      Files.deleteIfExists(index.resolveSibling(index.getFileName() + part));
    }
    Files.move(ready(folder), from, StandardCopyOption.ATOMIC_MOVE);
    return to;
  }
}
