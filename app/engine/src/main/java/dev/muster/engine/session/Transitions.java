package dev.muster.engine.session;

import static dev.muster.engine.event.SessionState.CLOSED;
import static dev.muster.engine.event.SessionState.FAILED;
import static dev.muster.engine.event.SessionState.LOST;
import static dev.muster.engine.event.SessionState.NEEDS_YOU;
import static dev.muster.engine.event.SessionState.QUEUED;
import static dev.muster.engine.event.SessionState.READY;
import static dev.muster.engine.event.SessionState.STARTING;
import static dev.muster.engine.event.SessionState.STOPPED;
import static dev.muster.engine.event.SessionState.WORKING;

import dev.muster.engine.event.SessionState;
import java.util.Set;

/** Which state may follow which: the whole table, so that nothing moves in any other way. */
public final class Transitions {
  private Transitions() {}

  /** The states that may follow. Staying is not a transition. */
  public static Set<SessionState> from(SessionState state) {
    return switch (state) {
      case QUEUED -> Set.of(STARTING, STOPPED, FAILED, CLOSED);
      case STARTING -> Set.of(NEEDS_YOU, WORKING, READY, STOPPED, FAILED, LOST);
      case WORKING -> Set.of(NEEDS_YOU, READY, STOPPED, FAILED, LOST);
      case NEEDS_YOU -> Set.of(STARTING, WORKING, READY, STOPPED, FAILED, LOST);
      case READY -> Set.of(QUEUED, STARTING, WORKING, STOPPED, FAILED, CLOSED);
      case STOPPED -> Set.of(QUEUED, STARTING, WORKING, CLOSED);
      case FAILED -> Set.of(QUEUED, STARTING, WORKING, STOPPED, CLOSED);
      case LOST -> Set.of(QUEUED, STARTING, STOPPED, CLOSED);
      case CLOSED -> Set.of();
    };
  }

  /** Whether a session may move so. */
  public static boolean allowed(SessionState from, SessionState to) {
    return from(from).contains(to);
  }
}
