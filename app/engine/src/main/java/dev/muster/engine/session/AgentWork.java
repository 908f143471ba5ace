package dev.muster.engine.session;

import dev.muster.engine.agent.AgentSession;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * Where a session's agent stands: its attempt, the turn it is in, and when it last gave a sign of
 * life. Used on the session's mailbox only, but for the sign.
 */
final class AgentWork {
  private final InstantSource clock;
  private @Nullable Attempt attempt;
  private boolean launching;
  private boolean inTurn;
  private boolean finishing;
  private boolean interrupted;
  private int turns;
  private volatile Instant lastSign;

  AgentWork(InstantSource clock) {
    this.clock = clock;
    this.lastSign = clock.instant();
  }

  /** When the agent, or a person through it, last gave a sign of life. */
  Instant lastSign() {
    return lastSign;
  }

  /** It gives a sign of life. Any thread. */
  void sign() {
    lastSign = clock.instant();
  }

  // ---- the attempt ----------------------------------------------------------------------------

  /** The attempt that counts; null when there is none. */
  @Nullable Attempt attempt() {
    return attempt;
  }

  boolean is(@Nullable Attempt other) {
    return attempt == other;
  }

  void launches(Attempt next) {
    attempt = next;
    launching = true;
  }

  boolean launching() {
    return launching;
  }

  /** It is ready for its first prompt, or will not be. */
  void launched() {
    launching = false;
  }

  /** No attempt counts any more. */
  void gone() {
    attempt = null;
  }

  /** The running agent; null when there is none, or it is being ended. */
  @Nullable AgentSession agent() {
    Attempt running = attempt;
    return running == null || running.isEnding() ? null : running.agent();
  }

  /** Whether something can be asked of a person: in a turn, or while the agent is opened. */
  boolean going() {
    return launching || (inTurn && !finishing && !interrupted);
  }

  // ---- the turn -------------------------------------------------------------------------------

  /** Whether a turn runs that a prompt could steer or has to wait for. */
  boolean inTurn() {
    return inTurn;
  }

  /** Whether the agent has ended its turn, and what it changed is still being looked at. */
  boolean finishing() {
    return finishing;
  }

  /** A number that no two turns share: what was begun for one must not be taken for another. */
  int turn() {
    return turns;
  }

  /** A prompt goes to it. */
  void prompted() {
    turns++;
    inTurn = true;
    interrupted = false;
  }

  /** Its turn is to end: what it asks for now is not to be done any more. */
  void interrupted() {
    interrupted = true;
  }

  /** It says that a turn began, its prompt's or one of its own. */
  void turnBegan() {
    if (!inTurn || finishing) {
      turns++;
      interrupted = false;
    }
    inTurn = true;
    finishing = false;
  }

  /** It says that its turn is over; false when none runs that could be. */
  boolean turnEnds() {
    if (!inTurn || finishing) {
      return false;
    }
    finishing = true;
    return true;
  }

  /** Nothing of a turn is left to be done. */
  void turnOver() {
    inTurn = false;
    finishing = false;
  }
}
