package dev.muster.engine.git;

/** What becomes of one conflicting file. */
public sealed interface Resolution {
  /** Which file, as {@link MergeConflict#path()}. */
  String path();

  /**
   * It gets this content.
   *
   * @param content as it stands in the repository, which is what {@link ConflictTexts} gives
   */
  record Content(String path, byte[] content) implements Resolution {}

  /** It becomes what the target has; it goes when the target has no such file. */
  record TakeTarget(String path) implements Resolution {}

  /** It becomes what the session has; it goes when the session has no such file. */
  record TakeSession(String path) implements Resolution {}

  /** It goes. */
  record Delete(String path) implements Resolution {}
}
