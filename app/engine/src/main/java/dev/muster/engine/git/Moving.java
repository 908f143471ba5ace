package dev.muster.engine.git;

/** What a landing moves. */
public enum Moving {
  /** The target branch, which is checked out nowhere. */
  BRANCH,
  /**
   * The target branch together with the clean checkout that stands on it, by fast-forward. Only
   * when the user asks for exactly this.
   */
  CHECKOUT,
  /** Nothing that was there: the result gets a new branch {@code muster/landed/…}. */
  NEW_BRANCH
}
