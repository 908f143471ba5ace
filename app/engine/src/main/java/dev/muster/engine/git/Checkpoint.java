package dev.muster.engine.git;

import java.time.Instant;
import java.util.List;

/**
 * The state of a worktree, kept as a commit that no branch knows.
 *
 * @param session whose
 * @param turn which turn, from 0 (0 is before the first prompt)
 * @param ref {@code refs/muster/SESSION/TURN}
 * @param commit full id
 * @param tree id of its tree
 * @param made when
 * @param message first line of its message
 * @param leftOut what is not in it, as sentences; empty when read back from a list
 */
public record Checkpoint(
    String session,
    int turn,
    String ref,
    String commit,
    String tree,
    Instant made,
    String message,
    List<String> leftOut) {
  public Checkpoint {
    leftOut = List.copyOf(leftOut);
  }
}
