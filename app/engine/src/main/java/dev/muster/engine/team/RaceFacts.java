package dev.muster.engine.team;

import dev.muster.engine.session.CommandRun;
import java.util.List;

/**
 * What a session has to show, beside what its snapshot says.
 *
 * @param turns how many turns it has had
 * @param workMillis how long its turns took together, the waiting for a person within them
 *     included; a turn that runs counts up to its last event
 * @param runs the commands that ran, each as it ran last, the last one first; at most {@link #MOST}
 * @param moreRuns how many other commands ran before
 */
public record RaceFacts(int turns, long workMillis, List<CommandRun> runs, int moreRuns) {
  /** Commands that are told. */
  public static final int MOST = 30;

  /** Nothing has happened yet. */
  public static final RaceFacts NONE = new RaceFacts(0, 0, List.of(), 0);

  public RaceFacts {
    runs = List.copyOf(runs);
  }
}
