package dev.muster.engine.git;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A change that a person made to a session's worktree, with all it takes to undo it.
 *
 * @param session whose worktree
 * @param number from 1, in the order in which they were made
 * @param ref {@code refs/muster/dropped/SESSION/NUMBER}; its commit has the files as they were
 *     before
 * @param commit full id of that commit
 * @param contents full id of a commit whose tree has the folders {@code before}, {@code after},
 *     {@code staged-before} and {@code staged-after} with the files in question, and the file
 *     {@code patch} that undoes the change
 * @param made when
 * @param kind what was done
 * @param what it in words, such as {@code a hunk of src/pool.ts}
 * @param undoes number of the change that this one put back, else 0
 * @param undone whether it was put back and has not been done again since
 * @param files the files it changed
 */
public record KeptChange(
    String session,
    int number,
    String ref,
    String commit,
    String contents,
    Instant made,
    Kind kind,
    String what,
    int undoes,
    boolean undone,
    List<File> files) {

  /** What was done. */
  public enum Kind {
    DROP,
    EDIT,
    PUT_BACK
  }

  /**
   * One file of it.
   *
   * @param path relative to the worktree, {@code /} between
   * @param before as it was
   * @param after as it is since
   * @param stagedBefore what of it was staged; null when that was left as it is
   * @param stagedAfter what of it is staged since; null when that was left as it is
   * @param rawBefore id of its bytes on the disk before, where these are not what git stores
   *     (because of line ends or a filter); else null
   */
  public record File(
      String path,
      FileState before,
      FileState after,
      @Nullable FileState stagedBefore,
      @Nullable FileState stagedAfter,
      @Nullable String rawBefore) {}

  public KeptChange {
    files = List.copyOf(files);
  }
}
