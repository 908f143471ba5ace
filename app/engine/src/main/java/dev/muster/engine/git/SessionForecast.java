package dev.muster.engine.git;

import java.util.List;

/**
 * How one session's work would come into the target now.
 *
 * @param session its id
 * @param tip full id of the commit that was looked at
 * @param ahead commits it has that the target has not
 * @param behind commits the target has that it has not
 * @param outcome how merging goes
 * @param conflicts paths that conflict, at most {@link Forecasts#MAX_PATHS}
 * @param moreConflicts how many more
 * @param files how many files landing would change in the target; with conflicts, how many files
 *     the session has changed
 * @param sentence all of this for a person
 */
public record SessionForecast(
    String session,
    String tip,
    int ahead,
    int behind,
    Outcome outcome,
    List<String> conflicts,
    int moreConflicts,
    int files,
    String sentence) {
  public SessionForecast {
    conflicts = List.copyOf(conflicts);
  }

  /** How merging goes. */
  public enum Outcome {
    /** The target has all of it. */
    NOTHING,
    CLEAN,
    CONFLICTS,
    /** Git could not tell: no common history, a missing object; the sentence says which. */
    UNKNOWN
  }
}
