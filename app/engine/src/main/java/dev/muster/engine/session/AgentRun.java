package dev.muster.engine.session;

import static dev.muster.engine.event.SessionState.FAILED;
import static dev.muster.engine.event.SessionState.LOST;
import static dev.muster.engine.event.SessionState.NEEDS_YOU;
import static dev.muster.engine.event.SessionState.QUEUED;
import static dev.muster.engine.event.SessionState.READY;
import static dev.muster.engine.event.SessionState.STARTING;
import static dev.muster.engine.event.SessionState.STOPPED;
import static dev.muster.engine.event.SessionState.WORKING;
import static java.util.Objects.requireNonNullElse;

import dev.muster.engine.agent.AgentSession;
import dev.muster.engine.agent.Prompt;
import dev.muster.engine.event.ConversationEvent.PromptFailed;
import dev.muster.engine.event.ConversationEvent.PromptQueued;
import dev.muster.engine.event.ConversationEvent.PromptSent;
import dev.muster.engine.event.ObservedEvent.AgentExited;
import dev.muster.engine.event.ObservedEvent.AgentStarted;
import dev.muster.engine.event.OutcomeEvent.Level;
import dev.muster.engine.event.OutcomeEvent.Noted;
import dev.muster.engine.event.PermissionMode;
import dev.muster.engine.event.PromptOrigin;
import dev.muster.engine.event.SessionEvent;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.event.SessionState;
import dev.muster.engine.event.TurnEvent;
import dev.muster.engine.event.TurnEvent.TurnEnded;
import dev.muster.engine.event.TurnEvent.TurnStarted;
import dev.muster.engine.event.WorkEvent.ToolFinished;
import dev.muster.engine.event.WorkEvent.ToolStarted;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The agent's side of a session: starts and ends its attempts, sends it the next prompt, and turns
 * what it says into events and states. Every method is called on the session's mailbox and returns
 * soon; what takes long is done on a virtual thread of its own and comes back through the mailbox.
 */
final class AgentRun {
  private static final Logger LOG = LoggerFactory.getLogger(AgentRun.class);

  /** How long an agent may take to end an interrupted turn before the attempt is ended. */
  private static final Duration INTERRUPT_GRACE = Duration.ofSeconds(15);

  static final String GO_ON = "Go on where you were interrupted.";

  private final SessionId id;
  private final FleetParts parts;
  private final Mailbox mailbox;
  private final SessionLog log;
  private final GateKeeper gate;
  private final OutputMasks masks;
  private final Observer observer;
  private final Pause pause;
  private final SideDoor side;
  private final AgentEnd ends;
  private @Nullable Attempt attempt;
  private boolean launching;
  private boolean inTurn;

  /** Counts the turns of this run: what was begun for one must not be taken for another. */
  private int turns;

  private boolean finishingTurn;
  private boolean sendAfterInterrupt;

  /** Interrupted only because nothing could be stored. */
  private boolean heldOut;

  private volatile Instant lastSign;

  AgentRun(
      SessionId id,
      FleetParts parts,
      Pause pause,
      Mailbox mailbox,
      SessionLog log,
      Observer observer) {
    this.id = id;
    this.parts = parts;
    this.pause = pause;
    this.mailbox = mailbox;
    this.log = log;
    this.observer = observer;
    this.masks = new OutputMasks(parts.journal().masking());
    this.gate =
        new GateKeeper(
            log,
            parts.policy(),
            parts.rules(),
            mailbox,
            pause,
            this::isAtWork,
            this::waitingChanged);
    this.side = new SideDoor(id, parts, this::sign);
    this.ends = new AgentEnd(id, parts.timer());
    this.lastSign = parts.clock().instant();
  }

  GateKeeper gate() {
    return gate;
  }

  /** Whether a turn runs that a prompt could steer or has to wait for. */
  boolean inTurn() {
    return inTurn;
  }

  /** The running turn's agent, while it can still be steered; else null. */
  @Nullable AgentSession steerable() {
    Attempt running = attempt;
    return inTurn && !finishingTurn && !pause.holds() && running != null && !running.isEnding()
        ? running.agent()
        : null;
  }

  private boolean isAtWork() {
    return launching || (inTurn && !finishingTurn);
  }

  /** When the agent, or a person through it, last gave a sign of life. */
  Instant lastSign() {
    return lastSign;
  }

  void sign() {
    lastSign = parts.clock().instant();
  }

  /** A slot is given. Returns false when there is nothing to start: the slot is free again. */
  boolean start() {
    if (log.state() != QUEUED || parts.journal().failure() != null) {
      // Stopped before its turn came, or started already.
      return log.state().takesSlot();
    }
    log.move(STARTING, null);
    if (attempt != null) {
      begin();
      return true;
    }
    Attempt next = new Attempt(log.now().attempt() + 1, mailbox, this::heard, side, pause);
    attempt = next;
    launching = true;
    Launch launch = new Launch(id, parts, mailbox, log, gate);
    // What the turn before left to be looked at comes first, or it would be taken for this one's.
    observer
        .idle()
        .thenRun(() -> launch.run(next, () -> opened(next), why -> notOpened(next, why)));
    return true;
  }

  private void opened(Attempt next) {
    if (attempt != next || next.isEnding()) {
      ends.close(next);
      return;
    }
    if (!launching || log.state() == NEEDS_YOU) {
      return; // what it has asked is answered first
    }
    if (pause.holds()) {
      pause.after(() -> mailbox.execute(() -> opened(next)));
      return;
    }
    launching = false;
    if (log.now().attempt() < next.number()) {
      log.append(new AgentStarted(next.number(), null, null, null, null));
    }
    Telling.note(log, next);
    begin();
  }

  private void notOpened(Attempt next, String sentence) {
    if (attempt == next && !next.isEnding()) {
      next.giveUp();
      gate.withdrawAll();
      launching = false;
      attempt = null;
      log.move(FAILED, sentence);
    }
  }

  /** The agent is there: the next prompt goes to it, or it waits for one. */
  private void begin() {
    PromptSent unheard = log.fold().heard().unheard();
    List<PromptQueued> waiting = log.now().queued();
    TurnEvent.End lastEnd = log.fold().lastEnd();
    if (!waiting.isEmpty()) {
      send(waiting.getFirst(), unheard);
    } else if (lastEnd != null && lastEnd != TurnEvent.End.DONE) {
      PromptQueued goOn =
          new PromptQueued(LiveSession.newId(), GO_ON, List.of(), PromptOrigin.MUSTER);
      log.append(goOn);
      send(goOn, unheard);
    } else {
      log.move(READY, null);
    }
  }

  /**
   * @param again the prompt before, when the agent may not have taken it in
   */
  private void send(PromptQueued prompt, @Nullable PromptSent again) {
    Attempt to = attempt;
    AgentSession agent = to == null ? null : to.agent();
    if (to == null || agent == null) {
      return;
    }
    sign();
    Account account = log.fold().heard().untold() ? to.account() : null;
    Prompt words = Telling.prompt(log, prompt, again, account);
    turns++;
    inTurn = true;
    try {
      agent.prompt(words);
    } catch (RuntimeException failure) {
      LOG.error("The agent of {} did not take a prompt.", id, failure);
      String why = "The agent did not take it: " + failure.getMessage();
      log.append(new PromptFailed(prompt.promptId(), prompt.text(), why));
      heard(to, new TurnEnded(TurnEvent.End.FAILED, "The agent did not take the prompt."));
    }
  }

  private void heard(Attempt from, SessionEvent event) {
    if (from == attempt) {
      sign();
      masks.through(event).forEach(each -> heardNow(from, each));
    }
  }

  private void heardNow(Attempt from, SessionEvent event) {
    switch (event) {
      case TurnStarted started -> {
        if (!inTurn || finishingTurn) {
          turns++; // it began one by itself
        }
        inTurn = true;
        finishingTurn = false;
        log.append(started);
        log.move(WORKING, null);
      }
      case TurnEnded ended -> turnEnded(ended);
      case AgentExited exited -> agentExited(from, exited);
      case ToolStarted started -> {
        gate.waited(started.callId()); // what was waited before does not count
        log.append(started);
      }
      case ToolFinished finished -> {
        boolean mayHaveChanged = log.fold().mayChangeFiles(finished.callId());
        log.append(finished.less(gate.waited(finished.callId())));
        if (mayHaveChanged) {
          observer.soon();
        }
      }
      case PromptQueued late when !inTurn && log.state() == READY ->
          log.appendAndMove(late, QUEUED);
      default -> log.append(event);
    }
  }

  private void turnEnded(TurnEnded ended) {
    if (!inTurn || finishingTurn) {
      return;
    }
    finishingTurn = true;
    gate.withdrawAll();
    log.appendAll(Recovery.closeOpenCalls(log.fold()));
    log.append(ended);
    int over = turns;
    observer.afterTurn(
        () -> {
          if (finishingTurn && turns == over) {
            turnObserved(ended);
          }
        });
  }

  /** The turn's changes and its checkpoint are in the journal; only now may it count as ready. */
  private void turnObserved(TurnEnded ended) {
    inTurn = false;
    finishingTurn = false;
    Attempt running = attempt;
    if (!log.state().takesSlot() || (running != null && running.isEnding())) {
      return; // whoever ends it says where it stands
    }
    List<PromptQueued> waiting = log.now().queued();
    boolean goOn =
        ended.end() == TurnEvent.End.DONE
            || (ended.end() == TurnEvent.End.INTERRUPTED && sendAfterInterrupt);
    sendAfterInterrupt = false;
    if (goOn && !waiting.isEmpty() && running != null && !pause.holds()) {
      send(waiting.getFirst(), null);
      return;
    }
    switch (ended.end()) {
      case DONE -> log.move(READY, null);
      case INTERRUPTED -> log.move(STOPPED, requireNonNullElse(ended.reason(), interrupted()));
      case LIMIT -> log.move(STOPPED, requireNonNullElse(ended.reason(), "It reached its limit."));
      case FAILED ->
          log.move(FAILED, requireNonNullElse(ended.reason(), "The agent gave no reason."));
    }
    if (goOn && !waiting.isEmpty()) {
      log.move(QUEUED, null); // its agent is gone, or nothing can be stored; it goes on after that
    }
    storedAgain();
  }

  private String interrupted() {
    return heldOut
        ? "Nothing could be stored, so it was interrupted. It goes on by itself."
        : "You interrupted it.";
  }

  private void agentExited(Attempt from, AgentExited exited) {
    log.appendAll(Recovery.closeOpenCalls(log.fold()));
    log.append(exited);
    if (from.isEnding()) {
      return; // as it was told to
    }
    from.giveUp();
    attempt = null;
    gate.withdrawAll();
    launching = false;
    if (finishingTurn || !log.state().takesSlot()) {
      return; // its turn was over
    }
    if (inTurn) {
      log.append(new TurnEnded(TurnEvent.End.FAILED, "The agent ended in the middle of its turn."));
    }
    inTurn = false;
    log.move(
        LOST, requireNonNullElse(exited.reason(), "The agent ended in the middle of its work."));
    observer.soon();
  }

  private void waitingChanged(boolean someoneIsAsked) {
    SessionState state = log.state();
    if (someoneIsAsked && (state == WORKING || state == STARTING)) {
      log.move(NEEDS_YOU, null);
    } else if (!someoneIsAsked && state == NEEDS_YOU) {
      log.move(launching ? STARTING : WORKING, null);
      Attempt running = attempt;
      if (launching && running != null && running.agent() != null && !running.isEnding()) {
        opened(running);
      }
    }
  }

  /** The running agent; null when there is none. */
  @Nullable AgentSession agent() {
    Attempt running = attempt;
    return running == null || running.isEnding() ? null : running.agent();
  }

  /** The user changed the mode: it holds from the next decision on. */
  void modeChanged(PermissionMode mode) {
    gate.modeChanged(mode);
    AgentSession agent = agent();
    if (agent != null) {
      agent.modeChanged(mode);
    }
  }

  /**
   * Interrupts the running turn; an agent that does not answer in time is ended.
   *
   * @param thenSend whether the prompt that waits goes out as soon as the turn is over
   */
  void interrupt(boolean thenSend) {
    Attempt running = attempt;
    AgentSession agent = running == null ? null : running.agent();
    if (!inTurn || agent == null) {
      return;
    }
    sendAfterInterrupt = thenSend;
    int turn = turns;
    Runnable look =
        () -> {
          if (attempt == running && inTurn && !finishingTurn && turns == turn) {
            String late = "The agent did not end its turn in time, so it was ended.";
            log.append(new Noted(Level.WARNING, late, null));
            boolean thenGoOn = sendAfterInterrupt;
            stop(late).thenRun(() -> mailbox.execute(() -> ended(thenGoOn)));
          }
        };
    parts
        .timer()
        .schedule(() -> mailbox.execute(look), INTERRUPT_GRACE.toSeconds(), TimeUnit.SECONDS);
    ends.interrupt(agent);
  }

  private void ended(boolean goOn) {
    sendAfterInterrupt = false;
    if (goOn && log.state() == STOPPED && !log.now().queued().isEmpty()) {
      log.move(QUEUED, null);
    }
  }

  /** Nothing could be stored for so long that it is not to wait any more; it goes on after that. */
  void heldForLong() {
    Attempt running = attempt;
    if (inTurn && !finishingTurn && running != null && log.state() == WORKING) {
      heldOut = true;
      running.hear();
      interrupt(false);
    }
  }

  /** It can be stored again: goes on if it was interrupted for that. */
  void storedAgain() {
    if (heldOut && !pause.holds() && !inTurn) {
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

  /** Ends the attempt and what it has open; done when the session stands as stopped. */
  CompletableFuture<Void> stop(String reason) {
    Attempt running = attempt;
    if (running != null) {
      running.end();
    }
    gate.withdrawAll();
    if (running == null) {
      log.move(STOPPED, reason);
      return CompletableFuture.completedFuture(null);
    }
    CompletableFuture<Void> done = new CompletableFuture<>();
    Runnable closed =
        () -> {
          if (attempt == running) {
            stopped(running, reason);
          }
          observer.idle().thenRun(() -> done.complete(null));
        };
    ends.close(running).thenRun(() -> mailbox.execute(closed));
    return done;
  }

  private void stopped(Attempt running, String reason) {
    running.giveUp();
    attempt = null;
    gate.withdrawAll();
    launching = false;
    log.appendAll(Recovery.closeOpenCalls(log.fold()));
    if (inTurn && !finishingTurn) {
      log.append(new TurnEnded(TurnEvent.End.INTERRUPTED, reason));
      observer.afterTurn(() -> {});
    }
    inTurn = false;
    finishingTurn = false;
    log.move(STOPPED, reason);
    storedAgain();
  }

  /** Lets an agent go that has nothing to do, or whose words can no longer be stored. */
  CompletableFuture<Void> release() {
    Attempt idle = attempt;
    attempt = null;
    gate.withdrawAll();
    if (idle == null) {
      return CompletableFuture.completedFuture(null);
    }
    idle.giveUp();
    log.appendAll(Recovery.closeOpenCalls(log.fold()));
    return ends.close(idle).whenComplete((closed, failure) -> side.close());
  }
}
