package dev.muster.engine.git;

import org.jspecify.annotations.Nullable;

/**
 * One changed file.
 *
 * @param status what happened to it
 * @param path where it is now, or was when deleted; relative to the worktree, {@code /} between
 * @param oldPath where it was before a rename or copy, else null
 * @param kind what kind of thing it is (after the change, before it when deleted)
 * @param oldMode git's file mode before, {@code 000000} when there was none
 * @param newMode git's file mode after, {@code 000000} when there is none
 * @param oldId git's id of the content before, zeros when there was none
 * @param newId git's id of the content after, zeros when there is none
 * @param added lines added, -1 when not countable (binary, too large, not text)
 * @param removed lines removed, -1 when not countable; of a text not counted yet because it is
 *     large
 */
public record FileChange(
    Status status,
    String path,
    @Nullable String oldPath,
    Kind kind,
    String oldMode,
    String newMode,
    String oldId,
    String newId,
    int added,
    int removed) {

  /** What happened to a file. */
  public enum Status {
    ADDED,
    MODIFIED,
    DELETED,
    RENAMED,
    COPIED,
    /** A file became a link, or the like. */
    TYPE_CHANGED,
    /** Only the mode differs, for example made executable. */
    MODE_CHANGED
  }

  /** What kind of thing changed. */
  public enum Kind {
    TEXT,
    /** Not text, or too large to be shown as text. */
    BINARY,
    LINK,
    SUBMODULE
  }

  /** What stands for the content of a file that is gone. */
  public static final String GONE = "gone";

  /**
   * What a "viewed" mark remembers: git's id of the content after the change, {@link #GONE} for a
   * deleted file. Equal as long as the file is, whatever its base, and after a restart.
   */
  public String contentId() {
    return Blobs.isNone(newId) ? GONE : newId;
  }

  /** Stands for the whole change: equal as long as both contents, both modes and both names are. */
  public String changeId() {
    return "%s:%s:%s:%s:%s"
        .formatted(oldMode, oldId, newMode, newId, oldPath == null ? "" : oldPath);
  }

  /** Whether it is a text so large that its lines were not counted; see {@link Compare#counted}. */
  public boolean uncounted() {
    return kind == Kind.TEXT && added < 0;
  }

  /** The same with what was found out about it. */
  FileChange with(Kind kind, int added, int removed) {
    return new FileChange(
        status, path, oldPath, kind, oldMode, newMode, oldId, newId, added, removed);
  }

  /** Lines added and removed, as far as they are known. */
  public int lines() {
    return Math.max(0, added) + Math.max(0, removed);
  }
}
