package dev.muster.engine.git;

import java.util.List;

/**
 * The work of several sessions as if all of it had landed, as objects that nothing names.
 *
 * @param target short name of the branch
 * @param targetCommit full id of the commit it stood on
 * @param commit full id of a commit that holds the branch with all that could be merged
 * @param merged the sessions whose work is in it, in the order in which they were merged
 * @param leftOut those whose work is not
 */
public record Combined(
    String target,
    String targetCommit,
    String commit,
    List<String> merged,
    List<LeftOutSession> leftOut) {
  public Combined {
    merged = List.copyOf(merged);
    leftOut = List.copyOf(leftOut);
  }

  /**
   * A session that could not be merged with those before it.
   *
   * @param session its id
   * @param conflicts the files that conflict, at most {@link Forecasts#MAX_PATHS}
   * @param moreConflicts how many more
   * @param problem why git could not even try, a sentence; empty when it could
   */
  public record LeftOutSession(
      String session, List<String> conflicts, int moreConflicts, String problem) {
    public LeftOutSession {
      conflicts = List.copyOf(conflicts);
    }
  }
}
