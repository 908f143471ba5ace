package dev.muster.desktop.grid;

import dev.muster.desktop.control.Tone;
import dev.muster.engine.session.CommandRun;
import dev.muster.engine.session.SessionSnapshot;
import org.jspecify.annotations.Nullable;

/**
 * The colour of a session's dot; its word stands beside it everywhere. An agent's word turns
 * nothing green: a session that is ready is green only when Muster itself saw its last command
 * succeed and no file was edited since.
 */
public final class StateTones {
  private StateTones() {}

  public static Tone of(SessionSnapshot session) {
    return switch (session.state()) {
      case NEEDS_YOU -> Tone.WARNING;
      case FAILED, LOST -> Tone.DANGER;
      case STARTING, WORKING -> Tone.INFO;
      case READY -> ready(session.lastRun());
      case QUEUED, STOPPED, CLOSED -> Tone.NEUTRAL;
    };
  }

  private static Tone ready(@Nullable CommandRun run) {
    if (run == null || !run.current() || !run.observed()) {
      return Tone.NEUTRAL;
    }
    return run.exitCode() == 0 ? Tone.SUCCESS : Tone.WARNING;
  }
}
