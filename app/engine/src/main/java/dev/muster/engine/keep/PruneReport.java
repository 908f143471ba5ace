package dev.muster.engine.keep;

import dev.muster.engine.event.SessionId;
import java.util.List;

/**
 * What was thrown away.
 *
 * @param pruned the sessions, in the order in which they went
 * @param bytes given back; those of the journal are used again by what comes next
 * @param problems what was to go and stays, a sentence each
 * @param cancelled whether it was stopped before the end
 */
public record PruneReport(
    List<SessionId> pruned, long bytes, List<String> problems, boolean cancelled) {
  public PruneReport {
    pruned = List.copyOf(pruned);
    problems = List.copyOf(problems);
  }
}
