package dev.muster.engine.session;

import static dev.muster.engine.event.SessionState.QUEUED;
import static dev.muster.engine.event.SessionState.STOPPED;
import static dev.muster.engine.event.SessionState.WORKING;

import dev.muster.engine.agent.AgentSession;
import dev.muster.engine.event.OutcomeEvent.Level;
import dev.muster.engine.event.OutcomeEvent.Noted;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Interrupts running turns, for a person or because nothing can be stored; ends an agent that does
 * not let itself be interrupted; and says how the session goes on after that. Every method is
 * called on the session's mailbox.
 */
final class Interruptions {
  /** How long an agent may take to end an interrupted turn before the attempt is ended. */
  private static final Duration GRACE = Duration.ofSeconds(15);

  private final SessionLog log;
  private final AgentWork work;
  private final AgentEnd ends;
  private final Pause pause;
  private final Mailbox mailbox;
  private final ScheduledExecutorService timer;
  private final Function<String, CompletableFuture<Void>> stop;
  private boolean thenSend;

  /** Interrupted only because nothing could be stored. */
  private boolean heldOut;

  /**
   * @param stop ends the attempt, for a reason; done when the session stands as stopped
   */
  Interruptions(
      SessionLog log,
      AgentWork work,
      AgentEnd ends,
      Pause pause,
      Mailbox mailbox,
      ScheduledExecutorService timer,
      Function<String, CompletableFuture<Void>> stop) {
    this.log = log;
    this.work = work;
    this.ends = ends;
    this.pause = pause;
    this.mailbox = mailbox;
    this.timer = timer;
    this.stop = stop;
  }

  /**
   * Interrupts the running turn; an agent that does not answer in time is ended.
   *
   * @param send whether the prompt that waits goes out as soon as the turn is over
   */
  void interrupt(boolean send) {
    Attempt running = work.attempt();
    AgentSession agent = running == null ? null : running.agent();
    if (!work.inTurn() || agent == null) {
      return;
    }
    thenSend = send;
    work.interrupted();
    int turn = work.turn();
    Runnable look =
        () -> {
          if (work.is(running) && work.inTurn() && !work.finishing() && work.turn() == turn) {
            endLate();
          }
        };
    timer.schedule(() -> mailbox.execute(look), GRACE.toSeconds(), TimeUnit.SECONDS);
    ends.interrupt(agent);
  }

  private void endLate() {
    String late = "The agent did not end its turn in time, so it was ended.";
    log.append(new Noted(Level.WARNING, late, null));
    boolean send = thenSend;
    stop.apply(late).thenRun(() -> mailbox.execute(() -> ended(send)));
  }

  private void ended(boolean send) {
    thenSend = false;
    if (send && log.state() == STOPPED && !log.now().queued().isEmpty()) {
      log.move(QUEUED, null);
    }
  }

  /** Whether the prompt that waits goes out after the interrupted turn; asked once. */
  boolean takeThenSend() {
    boolean send = thenSend;
    thenSend = false;
    return send;
  }

  /** Why an interrupted session stands still. */
  String sentence() {
    return heldOut
        ? "Nothing could be stored, so it was interrupted. It goes on by itself."
        : "You interrupted it.";
  }

  /** Nothing could be stored for so long that it is not to wait any more; it goes on after that. */
  void heldForLong() {
    Attempt running = work.attempt();
    if (work.inTurn() && !work.finishing() && running != null && log.state() == WORKING) {
      heldOut = true;
      running.hear();
      interrupt(false);
    }
  }

  /** It can be stored again: goes on if it was interrupted for that. */
  void storedAgain() {
    if (heldOut && !pause.holds() && !work.inTurn()) {
      heldOut = false;
      if (log.state() == STOPPED) {
        log.append(new Noted(Level.INFO, "It goes on, as it can be stored again.", null));
        log.move(QUEUED, null);
      }
    }
  }

  /** A person decides what becomes of it. */
  void decided() {
    heldOut = false;
  }
}
