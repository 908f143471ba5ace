package dev.muster.engine.git;

/**
 * What was last seen of a branch on a remote; that may have moved since.
 *
 * @param standing how it stands to the local branch of the same name
 * @param commit full id of the commit seen there, empty when there was none
 */
public record RemoteBranch(Standing standing, String commit) {
  /** How a branch there stands to the one here. */
  public enum Standing {
    /** It was not seen there. */
    ABSENT,
    /** It is the same. */
    SAME,
    /** It lacks commits of the local one, and can be moved forward. */
    BEHIND,
    /** It has commits that the local one has not. */
    OTHER
  }
}
