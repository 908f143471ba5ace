package dev.muster.engine.store;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Puts another database in the place of the journal, so that a crash at any moment leaves the old
 * one or the new one in its place, and the old one is kept in any case.
 *
 * <p>The new one waits under the name that the old one will get, with {@code .ready} behind it: so
 * a start that goes on with it keeps the parts of the old one, and what is told of it, together.
 */
final class Aside {
  private static final String[] PARTS = {"", "-wal", "-shm"};
  private static final String DATABASE = ".db";
  private static final String REPORT = "-report.txt";
  private static final String READY = ".ready";

  private Aside() {}

  /** Where the new database is built; nobody takes it for the journal. */
  static Path workplace(DataFolder folder) {
    return folder.database().resolveSibling("muster.db.part");
  }

  /**
   * Where the old one will be.
   *
   * @param why a word for its name
   */
  static Path place(DataFolder folder, String why, Instant now) {
    return folder.aside().resolve("muster-" + Backups.STAMP.format(now) + "-" + why + DATABASE);
  }

  /** Where it is told what was found in the old one. */
  static Path report(Path place) {
    String name = String.valueOf(place.getFileName());
    return place.resolveSibling(name.substring(0, name.length() - DATABASE.length()) + REPORT);
  }

  /** What is to be at a place, whole, waiting for its turn. */
  static Path waiting(DataFolder folder, Path place) {
    return folder.data().resolve(place.getFileName() + READY);
  }

  /**
   * Puts what stands in the {@link #workplace}, whole and on disk, in the journal's place.
   *
   * @param place where the old one is then
   * @param report to be written beside it; null for none
   */
  static void swap(DataFolder folder, Path place, byte @Nullable [] report) throws IOException {
    if (report != null) {
      OwnerOnly.replace(waiting(folder, report(place)), report);
    }
    Files.move(workplace(folder), waiting(folder, place), StandardCopyOption.ATOMIC_MOVE);
    finish(folder, place);
  }

  /**
   * Brings a swap to its end that a crash cut off, and clears away what was not ready for one.
   * Called before the journal is opened.
   */
  static void finishIfBegun(DataFolder folder) throws IOException {
    List<Path> left = new ArrayList<>();
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(folder.data(), "muster-*" + READY)) {
      files.forEach(left::add);
    }
    for (Path file : left) {
      String name = String.valueOf(file.getFileName());
      if (name.endsWith(DATABASE + READY)) {
        finish(folder, folder.aside().resolve(name.substring(0, name.length() - READY.length())));
      }
    }
    for (Path file : left) {
      Files.deleteIfExists(file); // a report of what was not swapped: it is found out again
    }
    Files.deleteIfExists(workplace(folder));
  }

  /** Whether a swap was cut off, so that the journal may not be in its place. */
  static boolean isBegun(DataFolder folder) {
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(folder.data(), "muster-*" + DATABASE + READY)) {
      return files.iterator().hasNext();
    } catch (IOException none) {
      return false; // no folder, or one that cannot be listed: opening it says so
    }
  }

  private static void finish(DataFolder folder, Path to) throws IOException {
    OwnerOnly.createFolder(folder.aside());
    Path from = folder.database();
    // The log first: without its database it is harmless, and the other way round it would be lost.
    for (int part = PARTS.length - 1; part >= 0; part--) {
      Path old = from.resolveSibling(from.getFileName() + PARTS[part]);
      if (Files.exists(old)) {
        Files.move(old, to.resolveSibling(to.getFileName() + PARTS[part]));
      }
    }
    Path told = waiting(folder, report(to));
    if (Files.exists(told)) {
      Files.move(told, report(to), StandardCopyOption.ATOMIC_MOVE);
    }
    for (String part : PARTS) {
      // It is derived, and not from the new one.
      Path index = folder.searchIndex();
      Files.deleteIfExists(index.resolveSibling(index.getFileName() + part));
    }
    Files.move(waiting(folder, to), from, StandardCopyOption.ATOMIC_MOVE);
  }
}
