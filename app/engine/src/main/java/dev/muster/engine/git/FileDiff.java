package dev.muster.engine.git;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The diff of one file.
 *
 * @param oldPath path before, null when the file is new
 * @param newPath path after, null when the file was deleted
 * @param state whether the hunks are all there is
 * @param hunks the pieces, in order
 * @param note what a person should be told, a sentence or empty (binary, cut, mode, rename)
 */
public record FileDiff(
    @Nullable String oldPath,
    @Nullable String newPath,
    State state,
    List<Hunk> hunks,
    String note) {

  /** Whether the hunks are all there is. */
  public enum State {
    COMPLETE,
    /** There is more than was read. */
    CUT,
    BINARY,
    /** A diff against several parents; its lines are not read. */
    COMBINED
  }

  public FileDiff {
    hunks = List.copyOf(hunks);
  }

  /** The path to show. */
  public String path() {
    return newPath != null ? newPath : oldPath != null ? oldPath : "";
  }
}
