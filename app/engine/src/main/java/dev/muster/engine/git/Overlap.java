package dev.muster.engine.git;

import java.util.List;

/**
 * Two sessions that touch the same.
 *
 * @param one a session's id
 * @param other another's
 * @param kind how bad it is
 * @param paths the files, at most {@link Forecasts#MAX_PATHS}
 * @param morePaths how many more
 */
public record Overlap(String one, String other, Kind kind, List<String> paths, int morePaths) {
  public Overlap {
    paths = List.copyOf(paths);
  }

  /** The other one of the two. */
  public String other(String session) {
    return session.equals(one) ? other : one;
  }

  /** How bad. */
  public enum Kind {
    /** The same lines: whichever lands second will conflict. */
    SAME_LINES,
    /** The same files, in places that merge. */
    SAME_FILES
  }
}
