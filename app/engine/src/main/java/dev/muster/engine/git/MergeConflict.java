package dev.muster.engine.git;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One file that git could not merge.
 *
 * @param path where it is in the merged tree; relative, {@code /} between
 * @param kind what kind of conflict it is
 * @param sentence why, for a person
 * @param base what both sides began with, null when there was no such file
 * @param target what the target branch has, null when it has no such file
 * @param session what the session has, null when it has no such file
 * @param mergedId id of the file with git's markers in it, null when git left none there
 */
public record MergeConflict(
    String path,
    Kind kind,
    String sentence,
    @Nullable Side base,
    @Nullable Side target,
    @Nullable Side session,
    @Nullable String mergedId) {

  /** What kind of conflict. */
  public enum Kind {
    /** Both changed the same lines. */
    BOTH_MODIFIED,
    /** Both made a file of this name, with different contents. */
    BOTH_ADDED,
    /** One changed it, the other deleted it. */
    MODIFIED_DELETED,
    /** One renamed it, the other deleted it. */
    RENAMED_DELETED,
    /** Both renamed, to different names or different files to one name. */
    RENAMED_RENAMED,
    /** Both changed a file that is not text. */
    BINARY,
    /** A file on one side is a folder, link or something else on the other. */
    DIFFERENT_TYPES,
    /** Both moved a submodule to different commits. */
    SUBMODULE,
    /** The file lies in a folder that the other side renamed. */
    FOLDER_RENAMED,
    /** Something else; the sentence has git's own words. */
    OTHER
  }

  /**
   * One side of it.
   *
   * @param mode git's file mode
   * @param id id of the content
   */
  public record Side(String mode, String id) {}

  /** The sentences of some conflicts, at most this many. */
  static List<String> sentences(List<MergeConflict> conflicts, int max) {
    return conflicts.stream().limit(max).map(MergeConflict::sentence).toList();
  }
}
