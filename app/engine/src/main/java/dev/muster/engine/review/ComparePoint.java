package dev.muster.engine.review;

/**
 * A state of the files that a session's changes can be compared with.
 *
 * @param kind what it is
 * @param turn the turn it was kept after; 0 for what is not a checkpoint, or was kept before the
 *     first prompt
 * @param name what git calls it: a branch, or a short commit id; of another session its title
 * @param commit full id of the commit or tree
 * @param added lines that turn added; 0 for what is not a checkpoint
 * @param removed lines that turn removed
 */
public record ComparePoint(
    Kind kind, int turn, String name, String commit, int added, int removed) {
  /** What a state is. */
  public enum Kind {
    /** Where the session began. */
    BASE,
    /** Where the branch it began on stands now. */
    TARGET,
    /** What was kept after a turn. */
    TURN,
    /** The files of another session, as Muster last saw them; its commit is a tree. */
    SESSION,
    /** The branch with the work of all live sessions, as if it had landed. */
    TOGETHER
  }
}
