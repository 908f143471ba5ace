package dev.muster.engine.session;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A command that ran to its end, as it ran last.
 *
 * @param turn in which it ended
 * @param seq the event that told its end
 * @param times how often it ran in this session
 * @param observed whether Muster itself saw the exit code; else it is the agent's word
 */
public record CommandRun(
    String command,
    int exitCode,
    long millis,
    int turn,
    Instant at,
    long seq,
    int times,
    RanOn on,
    boolean observed) {

  /** See {@link RanOn#editsSince()}. */
  public int editsSince() {
    return on.editsSince();
  }

  /** See {@link RanOn#tree()}. */
  public @Nullable String tree() {
    return on.tree();
  }

  /** Whether it tells of the files as they are now. */
  public boolean current() {
    return on.current();
  }

  /**
   * The files were measured.
   *
   * @param lookedAfter the last event when the look began; null when that is not known
   */
  CommandRun measured(String now, @Nullable Long lookedAfter) {
    return with(
        lookedAfter == null || lookedAfter >= seq ? on.measured(now) : on.measuredTooEarly(now));
  }

  CommandRun with(RanOn now) {
    return new CommandRun(command, exitCode, millis, turn, at, seq, times, now, observed);
  }
}
