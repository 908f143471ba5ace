package dev.muster.engine.git;

/** How a session's work comes into the target branch. */
public enum LandingWay {
  /**
   * One merge commit with the target as its first parent. Also where git would only move the branch
   * forward: so a landing is always one commit that can be seen and reverted.
   */
  MERGE,
  /** One commit with all of the session's changes, on top of the target. */
  SQUASH,
  /**
   * The session's commits one by one on top of the target, as {@code git rebase} makes them. The
   * session's own branch stays as it is.
   */
  REBASE
}
