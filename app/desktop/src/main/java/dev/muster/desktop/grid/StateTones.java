package dev.muster.desktop.grid;

import dev.muster.desktop.control.Tone;
import dev.muster.engine.event.SessionState;

/** The colour of a session's dot; its word stands beside it everywhere. */
public final class StateTones {
  private StateTones() {}

  public static Tone of(SessionState state) {
    return switch (state) {
      case NEEDS_YOU -> Tone.WARNING;
      case FAILED, LOST -> Tone.DANGER;
      case STARTING, WORKING -> Tone.INFO;
      case READY -> Tone.SUCCESS;
      case QUEUED, STOPPED, CLOSED -> Tone.NEUTRAL;
    };
  }
}
