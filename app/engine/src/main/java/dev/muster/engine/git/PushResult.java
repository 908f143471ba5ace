package dev.muster.engine.git;

import java.util.List;

/**
 * What came of pushing.
 *
 * @param outcome how it went
 * @param sentence the same for a person, with what to do next
 * @param output what git and the server said, at most {@link Publishing#MAX_LINES} lines, without
 *     passwords
 * @param link an address that the server offered, mostly for making a pull request; empty when none
 */
public record PushResult(Outcome outcome, String sentence, List<String> output, String link) {
  public PushResult {
    output = List.copyOf(output);
  }

  /** How it went. */
  public enum Outcome {
    PUSHED,
    /** The branch was there already. */
    UP_TO_DATE,
    /** The branch there has commits that this one has not. */
    BEHIND,
    /** The server said no. */
    REFUSED,
    /** The server did not let the user in. */
    NOT_ALLOWED,
    /** The server could not be reached or is not what it was. */
    NOT_REACHED,
    /** Something else. */
    FAILED
  }

  /** Whether the branch is there now. */
  public boolean ok() {
    return outcome == Outcome.PUSHED || outcome == Outcome.UP_TO_DATE;
  }
}
