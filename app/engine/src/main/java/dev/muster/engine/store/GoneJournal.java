package dev.muster.engine.store;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Finds out that there is no journal, or an empty file in its place, where one was: a history that
 * is gone must not look like one that never was.
 */
final class GoneJournal {
  /** What is wrong then, as {@link Rescue} tells it. */
  static final String PROBLEM =
      "it is gone or empty, although Muster was used here before, so what was stored after the"
          + " newest backup is not known";

  private GoneJournal() {}

  /** Whether it is so. Blocks for a moment; to be asked before the journal is opened. */
  static boolean isGone(DataFolder folder) {
    return !isThere(folder)
        && (holdsSomething(folder.data().resolve("sessions")) || holdsSomething(folder.backups()));
  }

  private static boolean isThere(DataFolder folder) {
    try {
      return Files.exists(folder.database())
          ? Files.size(folder.database()) > 0
          : Aside.isBegun(folder);
    } catch (IOException unknown) {
      return true; // whoever opens it finds out, and says so
    }
  }

  private static boolean holdsSomething(Path folder) {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      return entries.iterator().hasNext();
    } catch (IOException none) {
      return false; // not there: nothing was ever kept in it
    }
  }
}
