package dev.muster.engine.session;

import static dev.muster.engine.event.SessionState.FAILED;
import static dev.muster.engine.event.SessionState.NEEDS_YOU;
import static dev.muster.engine.event.SessionState.QUEUED;
import static dev.muster.engine.event.SessionState.READY;
import static dev.muster.engine.event.SessionState.STARTING;
import static dev.muster.engine.event.SessionState.STOPPED;
import static dev.muster.engine.event.SessionState.WORKING;

import dev.muster.engine.agent.AgentSession;
import dev.muster.engine.agent.Prompt;
import dev.muster.engine.event.ConversationEvent.PromptFailed;
import dev.muster.engine.event.ConversationEvent.PromptQueued;
import dev.muster.engine.event.ConversationEvent.PromptSent;
import dev.muster.engine.event.ObservedEvent.AgentStarted;
import dev.muster.engine.event.PermissionMode;
import dev.muster.engine.event.PromptOrigin;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.event.SessionState;
import dev.muster.engine.event.TurnEvent;
import dev.muster.engine.event.TurnEvent.TurnEnded;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The agent's side of a session: starts and ends its attempts and sends it the next prompt. What it
 * says is heard by {@link AgentWords}. Every method is called on the session's mailbox and returns
 * soon; what takes long is done on a virtual thread of its own and comes back through the mailbox.
 */
final class AgentRun {
  private static final Logger LOG = LoggerFactory.getLogger(AgentRun.class);
  static final String GO_ON = "Go on where you were interrupted.";

  private final SessionId id;
  private final FleetParts parts;
  private final Mailbox mailbox;
  private final SessionLog log;
  private final GateKeeper gate;
  private final Observer observer;
  private final Pause pause;
  private final SideDoor side;
  private final AgentEnd ends;
  private final AgentWork work;
  private final Interruptions interruptions;
  private final AgentWords words;

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
    this.work = new AgentWork(parts.clock());
    this.gate =
        new GateKeeper(
            log, parts.policy(), parts.rules(), mailbox, pause, work::going, this::waitingChanged);
    this.side = new SideDoor(id, parts, work::sign);
    this.ends = new AgentEnd(id, parts.timer());
    this.interruptions =
        new Interruptions(log, work, ends, pause, mailbox, parts.timer(), this::stop);
    this.words =
        new AgentWords(
            log,
            work,
            gate,
            observer,
            new OutputMasks(parts.journal().masking()),
            pause,
            interruptions,
            next -> send(next, null));
  }

  GateKeeper gate() {
    return gate;
  }

  /** What ends turns before they are done. */
  Interruptions interruptions() {
    return interruptions;
  }

  /** Whether a turn runs that a prompt could steer or has to wait for. */
  boolean inTurn() {
    return work.inTurn();
  }

  /** The running turn's agent, while it can still be steered; else null. */
  @Nullable AgentSession steerable() {
    return work.inTurn() && !work.finishing() && !pause.holds() ? work.agent() : null;
  }

  /** When the agent, or a person through it, last gave a sign of life. */
  Instant lastSign() {
    return work.lastSign();
  }

  void sign() {
    work.sign();
  }

  /** The running agent; null when there is none. */
  @Nullable AgentSession agent() {
    return work.agent();
  }

  // ---- an attempt begins ----------------------------------------------------------------------

  /** A slot is given. Returns false when there is nothing to start: the slot is free again. */
  boolean start() {
    if (log.state() != QUEUED || parts.journal().failure() != null) {
      // Stopped before its turn came, or started already.
      return log.state().takesSlot();
    }
    log.move(STARTING, null);
    if (work.attempt() != null) {
      begin();
      return true;
    }
    Attempt next = new Attempt(log.now().attempt() + 1, mailbox, words::heard, side, pause);
    work.launches(next);
    Launch launch = new Launch(id, parts, mailbox, log, gate);
    // What the turn before left to be looked at comes first, or it would be taken for this one's.
    observer
        .idle()
        .thenRun(() -> launch.run(next, () -> opened(next), why -> notOpened(next, why)));
    return true;
  }

  private void opened(Attempt next) {
    if (!work.is(next) || next.isEnding()) {
      ends.close(next);
      return;
    }
    if (!work.launching() || log.state() == NEEDS_YOU) {
      return; // what it has asked is answered first
    }
    if (pause.holds()) {
      pause.after(() -> mailbox.execute(() -> opened(next)));
      return;
    }
    work.launched();
    if (log.now().attempt() < next.number()) {
      log.append(new AgentStarted(next.number(), null, null, null, null));
    }
    Telling.note(log, next);
    begin();
  }

  private void notOpened(Attempt next, String sentence) {
    if (work.is(next) && !next.isEnding()) {
      next.giveUp();
      gate.withdrawAll();
      work.launched();
      work.gone();
      log.move(FAILED, sentence);
    }
  }

  private void waitingChanged(boolean someoneIsAsked) {
    SessionState state = log.state();
    if (someoneIsAsked && (state == WORKING || state == STARTING)) {
      log.move(NEEDS_YOU, null);
    } else if (!someoneIsAsked && state == NEEDS_YOU) {
      log.move(work.launching() ? STARTING : WORKING, null);
      Attempt running = work.attempt();
      if (work.launching() && running != null && work.agent() != null) {
        opened(running);
      }
    }
  }

  // ---- a prompt goes out ----------------------------------------------------------------------

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
    Attempt to = work.attempt();
    AgentSession agent = to == null ? null : to.agent();
    if (to == null || agent == null) {
      return;
    }
    work.sign();
    Account account = log.fold().heard().untold() ? to.account() : null;
    Prompt text = Telling.prompt(log, prompt, again, account);
    work.prompted();
    try {
      agent.prompt(text);
    } catch (RuntimeException failure) {
      LOG.error("The agent of {} did not take a prompt.", id, failure);
      String why = "The agent did not take it: " + failure.getMessage();
      log.append(new PromptFailed(prompt.promptId(), prompt.text(), why));
      words.heard(to, new TurnEnded(TurnEvent.End.FAILED, "The agent did not take the prompt."));
    }
  }

  /** The user changed the mode: it holds from the next decision on. */
  void modeChanged(PermissionMode mode) {
    gate.modeChanged(mode);
    AgentSession agent = work.agent();
    if (agent != null) {
      agent.modeChanged(mode);
    }
  }

  // ---- an attempt ends ------------------------------------------------------------------------

  /** Ends the attempt and what it has open; done when the session stands as stopped. */
  CompletableFuture<Void> stop(String reason) {
    Attempt running = work.attempt();
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
          if (work.is(running)) {
            stopped(running, reason);
          }
          observer.idle().thenRun(() -> done.complete(null));
        };
    ends.close(running).thenRun(() -> mailbox.execute(closed));
    return done;
  }

  private void stopped(Attempt running, String reason) {
    running.giveUp();
    work.gone();
    gate.withdrawAll();
    work.launched();
    log.appendAll(Recovery.closeOpenCalls(log.fold()));
    if (work.inTurn() && !work.finishing()) {
      log.append(new TurnEnded(TurnEvent.End.INTERRUPTED, reason));
      observer.afterTurn(() -> {});
    }
    work.turnOver();
    log.move(STOPPED, reason);
    interruptions.storedAgain();
  }

  /** Lets an agent go that has nothing to do, or whose words can no longer be stored. */
  CompletableFuture<Void> release() {
    Attempt idle = work.attempt();
    work.gone();
    gate.withdrawAll();
    if (idle == null) {
      return CompletableFuture.completedFuture(null);
    }
    idle.giveUp();
    log.appendAll(Recovery.closeOpenCalls(log.fold()));
    return ends.close(idle).whenComplete((closed, failure) -> side.close());
  }
}
