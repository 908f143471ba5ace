package dev.muster.engine.export;

import java.util.List;

/**
 * What a turn changed in the files.
 *
 * @param files with their patches
 * @param note what is left out, a sentence; empty when nothing is
 */
record TurnChanges(int turn, List<FilePatch> files, String note) {
  /**
   * One file.
   *
   * @param patch lines of a unified diff without its head; empty for a file that is no text
   */
  record FilePatch(String path, String status, int added, int removed, String patch) {}
}
