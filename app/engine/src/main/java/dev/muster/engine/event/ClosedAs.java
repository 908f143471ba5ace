package dev.muster.engine.event;

/** How a session ended. */
public enum ClosedAs {
  MERGED,
  PULL_REQUEST,
  /** Its work was not wanted; it stays reachable under {@code refs/muster/archive}. */
  DROPPED,
  /** Ended with its branch left in the repository. */
  KEPT
}
