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

import dev.muster.engine.agent.AgentListener.TailKind;
import dev.muster.engine.agent.AgentSession;
import dev.muster.engine.agent.Prompt;
import dev.muster.engine.event.Attachment;
import dev.muster.engine.event.ClosedAs;
import dev.muster.engine.event.ConversationEvent.PromptFailed;
import dev.muster.engine.event.ConversationEvent.PromptQueued;
import dev.muster.engine.event.ConversationEvent.PromptSent;
import dev.muster.engine.event.ConversationEvent.PromptWithdrawn;
import dev.muster.engine.event.LifeEvent.ModeChanged;
import dev.muster.engine.event.LifeEvent.Renamed;
import dev.muster.engine.event.ObservedEvent.AgentExited;
import dev.muster.engine.event.ObservedEvent.AgentStarted;
import dev.muster.engine.event.ObservedEvent.SilenceNoticed;
import dev.muster.engine.event.OutcomeEvent.Level;
import dev.muster.engine.event.OutcomeEvent.Noted;
import dev.muster.engine.event.PermissionMode;
import dev.muster.engine.event.PromptOrigin;
import dev.muster.engine.event.SessionEvent;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.event.SessionState;
import dev.muster.engine.event.ToolKind;
import dev.muster.engine.event.TurnEvent;
import dev.muster.engine.event.TurnEvent.TurnEnded;
import dev.muster.engine.event.TurnEvent.TurnStarted;
import dev.muster.engine.event.WorkEvent.ToolFinished;
import dev.muster.engine.store.RawLog;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One session at work: an actor that takes commands, the agent's words and the answers of people
 * one at a time, decides by the session's state, and writes what happens into the journal.
 *
 * <p>Every method is called on the session's mailbox and returns soon; what takes long (git, an
 * agent's start and end) is done on a virtual thread of its own and comes back through the mailbox.
 */
final class LiveSession {
  private static final Logger LOG = LoggerFactory.getLogger(LiveSession.class);

  /** How long an agent may take to end an interrupted turn before the attempt is ended. */
  private static final Duration INTERRUPT_GRACE = Duration.ofSeconds(15);

  /** No event and no sign of life for this long is told as silence. */
  private static final Duration SILENCE = Duration.ofMinutes(3);

  static final String GO_ON = "Go on where you were interrupted.";

  private final SessionId id;
  private final FleetParts parts;
  private final Mailbox mailbox;
  private final SessionLog log;
  private final GateKeeper gate;
  private final Observer observer;
  private final Attempt.Side side;
  private @Nullable Attempt attempt;
  private boolean launching;
  private boolean inTurn;
  private boolean finishingTurn;
  private boolean sendAfterInterrupt;
  private volatile Instant lastSign;

  LiveSession(SessionId id, FleetParts parts, Mailbox mailbox, SessionLog log) {
    this.id = id;
    this.parts = parts;
    this.mailbox = mailbox;
    this.log = log;
    this.gate = new GateKeeper(log, parts.policy(), parts.rules(), mailbox, this::waitingChanged);
    this.observer = new Observer(id, parts, mailbox, log);
    this.side = new SideDoor();
    this.lastSign = parts.clock().instant();
  }

  /** The session as it stands after all it has appended. */
  SessionSnapshot now() {
    return log.now();
  }

  // ---- starting -------------------------------------------------------------------------------

  /** A slot is given. Returns false when there is nothing to start: the slot is free again. */
  boolean start() {
    if (!log.move(STARTING, null)) {
      return false;
    }
    Attempt running = attempt;
    if (running != null) {
      begin();
      return true;
    }
    Attempt next = new Attempt(log.now().attempt() + 1, mailbox, this::heard, side);
    attempt = next;
    launching = true;
    Launch launch = new Launch(id, parts, mailbox, log, gate);
    launch.run(
        next,
        () -> {
          launching = false;
          if (attempt == next && log.state() == STARTING) {
            if (log.now().attempt() < next.number()) {
              log.append(new AgentStarted(next.number(), null, null, null, null));
            }
            begin();
          } else {
            end(next);
          }
        },
        sentence -> {
          launching = false;
          if (attempt == next) {
            next.giveUp();
            attempt = null;
            log.move(FAILED, sentence);
          }
        });
    return true;
  }

  /** The agent is there: the next prompt goes to it, or it waits for one. */
  private void begin() {
    List<PromptQueued> waiting = log.now().queued();
    if (!waiting.isEmpty()) {
      send(waiting.getFirst());
    } else if (log.fold().lastEnd() != null && log.fold().lastEnd() != TurnEvent.End.DONE) {
      PromptQueued goOn = new PromptQueued(newId(), GO_ON, List.of(), PromptOrigin.HOOK);
      log.append(goOn);
      send(goOn);
    } else {
      log.move(READY, null);
    }
  }

  private void send(PromptQueued prompt) {
    Attempt to = attempt;
    AgentSession agent = to == null ? null : to.agent();
    if (to == null || agent == null) {
      return;
    }
    sign();
    log.appendToNextTurn(
        new PromptSent(
            prompt.promptId(), prompt.text(), prompt.attachments(), prompt.origin(), false));
    log.move(WORKING, null);
    inTurn = true;
    try {
      agent.prompt(new Prompt(prompt.promptId(), prompt.text(), prompt.attachments()));
    } catch (RuntimeException failure) {
      LOG.error("The agent of {} did not take a prompt.", id, failure);
      log.append(
          new PromptFailed(
              prompt.promptId(),
              prompt.text(),
              "The agent did not take it: " + failure.getMessage()));
      heard(to, new TurnEnded(TurnEvent.End.FAILED, "The agent did not take the prompt."));
    }
  }

  // ---- what the agent says --------------------------------------------------------------------

  private void sign() {
    lastSign = parts.clock().instant();
  }

  private void heard(Attempt from, SessionEvent event) {
    if (from != attempt) {
      return;
    }
    sign();
    switch (event) {
      case TurnStarted started -> {
        inTurn = true;
        log.append(started);
        if (log.state() != WORKING && log.state() != NEEDS_YOU) {
          log.move(WORKING, null);
        }
      }
      case TurnEnded ended -> turnEnded(ended);
      case AgentExited exited -> agentExited(from, exited);
      case ToolFinished finished -> {
        boolean mayHaveChanged =
            log.fold().openCalls().stream()
                .filter(call -> call.callId().equals(finished.callId()))
                .anyMatch(call -> call.kind() != ToolKind.READ && call.kind() != ToolKind.SEARCH);
        log.append(finished);
        if (mayHaveChanged) {
          observer.soon();
        }
      }
      default -> log.append(event);
    }
  }

  private void turnEnded(TurnEnded ended) {
    if (!inTurn || finishingTurn) {
      return;
    }
    finishingTurn = true;
    gate.withdrawAll();
    if (log.state() == NEEDS_YOU) {
      log.move(WORKING, null);
    }
    log.append(ended);
    observer.afterTurn(() -> turnObserved(ended));
  }

  /** The turn's changes and its checkpoint are in the journal; only now may it count as ready. */
  private void turnObserved(TurnEnded ended) {
    inTurn = false;
    finishingTurn = false;
    if (!log.state().takesSlot()) {
      return;
    }
    List<PromptQueued> waiting = log.now().queued();
    boolean goOn =
        ended.end() == TurnEvent.End.DONE
            || (ended.end() == TurnEvent.End.INTERRUPTED && sendAfterInterrupt);
    sendAfterInterrupt = false;
    if (goOn && !waiting.isEmpty() && attempt != null) {
      send(waiting.getFirst());
      return;
    }
    switch (ended.end()) {
      case DONE -> log.move(READY, null);
      case INTERRUPTED -> log.move(STOPPED, orElse(ended.reason(), "You interrupted it."));
      case LIMIT -> log.move(STOPPED, orElse(ended.reason(), "It reached its limit."));
      case FAILED -> log.move(FAILED, orElse(ended.reason(), "The agent gave no reason."));
    }
  }

  private void agentExited(Attempt from, AgentExited exited) {
    log.append(exited);
    from.giveUp();
    attempt = null;
    gate.withdrawAll();
    boolean wasAtWork = inTurn || log.state() == STARTING;
    inTurn = false;
    finishingTurn = false;
    if (wasAtWork) {
      log.appendAll(Recovery.closeOpenCalls(log.fold()));
      log.append(new TurnEnded(TurnEvent.End.FAILED, "The agent ended in the middle of its turn."));
      log.move(LOST, orElse(exited.reason(), "The agent ended in the middle of its turn."));
      observer.soon();
    }
  }

  private void waitingChanged(boolean someoneIsAsked) {
    SessionState state = log.state();
    if (someoneIsAsked && (state == WORKING || state == STARTING)) {
      log.move(NEEDS_YOU, null);
    } else if (!someoneIsAsked && state == NEEDS_YOU) {
      log.move(launching ? STARTING : WORKING, null);
    }
  }

  // ---- what people want -----------------------------------------------------------------------

  CompletableFuture<?> prompt(
      String promptId,
      String text,
      List<Attachment> attachments,
      PromptOrigin origin,
      Fleet.Way way)
      throws FleetException {
    if (log.state() == CLOSED) {
      throw new FleetException("This session is closed. Start a new one for the next task.");
    }
    Attempt running = attempt;
    AgentSession agent = running == null ? null : running.agent();
    if (inTurn
        && !finishingTurn
        && way == Fleet.Way.STEER
        && agent != null
        && parts.profile(log.now().agentId()).steers()) {
      var stored = log.append(new PromptSent(promptId, text, attachments, origin, true));
      agent.steer(new Prompt(promptId, text, attachments));
      return stored;
    }
    PromptOrigin as = inTurn && origin == PromptOrigin.USER ? PromptOrigin.QUEUE : origin;
    var stored = log.append(new PromptQueued(promptId, text, attachments, as));
    if (inTurn) {
      if (way == Fleet.Way.INTERRUPT) {
        sendAfterInterrupt = true;
        interrupt();
      }
    } else if (log.state() != STARTING && log.state() != QUEUED) {
      log.move(QUEUED, null);
    }
    return stored;
  }

  CompletableFuture<?> withdraw(String promptId) throws FleetException {
    boolean waits =
        log.now().queued().stream().anyMatch(p -> p.promptId().equals(promptId))
            || log.now().failedPrompts().stream().anyMatch(p -> p.promptId().equals(promptId));
    if (!waits) {
      throw new FleetException("This prompt is no longer waiting: it was sent or taken back.");
    }
    return log.append(new PromptWithdrawn(promptId));
  }

  CompletableFuture<?> retry(String promptId) throws FleetException {
    PromptFailed failed =
        log.now().failedPrompts().stream()
            .filter(p -> p.promptId().equals(promptId))
            .findFirst()
            .orElseThrow(() -> new FleetException("This prompt did not fail, or was sent again."));
    return prompt(promptId, failed.text(), List.of(), PromptOrigin.USER, Fleet.Way.QUEUE);
  }

  void interrupt() {
    Attempt running = attempt;
    AgentSession agent = running == null ? null : running.agent();
    if (!inTurn || running == null || agent == null) {
      return;
    }
    int turn = log.fold().turn();
    agent.interrupt();
    parts
        .timer()
        .schedule(
            () ->
                mailbox.execute(
                    () -> {
                      if (attempt == running
                          && inTurn
                          && !finishingTurn
                          && log.fold().turn() == turn) {
                        log.append(
                            new Noted(
                                Level.WARNING,
                                "The agent did not end its turn in time, so it was ended.",
                                null));
                        stopAttempt("The agent did not answer the interruption, so it was ended.");
                      }
                    }),
            INTERRUPT_GRACE.toSeconds(),
            TimeUnit.SECONDS);
  }

  CompletableFuture<?> stop(String reason) throws FleetException {
    SessionState state = log.state();
    if (state == QUEUED || state == READY || state == FAILED || state == LOST) {
      Attempt idle = attempt;
      log.move(STOPPED, reason);
      if (idle != null) {
        end(idle);
      }
      return CompletableFuture.completedFuture(null);
    }
    if (!state.takesSlot()) {
      throw new FleetException("This session is not running.");
    }
    return stopAttempt(reason);
  }

  /**
   * Ends the attempt and what it has open; the session stands as stopped when the future is done.
   */
  private CompletableFuture<?> stopAttempt(String reason) {
    Attempt running = attempt;
    gate.withdrawAll();
    if (running == null) {
      log.move(STOPPED, reason);
      return CompletableFuture.completedFuture(null);
    }
    CompletableFuture<Void> done = new CompletableFuture<>();
    Thread.ofVirtual()
        .name("stop " + id)
        .start(
            () -> {
              closeQuietly(running);
              mailbox.execute(
                  () -> {
                    if (attempt == running) {
                      stopped(running, reason);
                    }
                    observer.idle().thenRun(() -> done.complete(null));
                  });
            });
    return done;
  }

  private void stopped(Attempt running, String reason) {
    running.giveUp();
    attempt = null;
    log.appendAll(Recovery.closeOpenCalls(log.fold()));
    if (inTurn && !finishingTurn) {
      log.append(new TurnEnded(TurnEvent.End.INTERRUPTED, reason));
      observer.afterTurn(() -> {});
    }
    inTurn = false;
    finishingTurn = false;
    log.move(STOPPED, reason);
  }

  CompletableFuture<?> resume() throws FleetException {
    if (!log.state().resumable()) {
      throw new FleetException("Only a stopped, failed or lost session can be resumed.");
    }
    log.move(QUEUED, null);
    return CompletableFuture.completedFuture(null);
  }

  CompletableFuture<?> close(ClosedAs as) throws FleetException {
    SessionState state = log.state();
    if (state == CLOSED) {
      throw new FleetException("This session is closed already.");
    }
    CompletableFuture<?> stopped =
        state.takesSlot()
            ? stopAttempt("Stopped to be closed.")
            : CompletableFuture.completedFuture(null);
    CompletableFuture<Void> done = new CompletableFuture<>();
    stopped.thenRun(
        () ->
            mailbox.execute(
                () -> {
                  Attempt idle = attempt;
                  attempt = null;
                  if (idle != null) {
                    end(idle);
                  }
                  observer.idle().thenRun(() -> mailbox.execute(() -> observer.remove(as, done)));
                }));
    return done;
  }

  CompletableFuture<?> answer(
      String requestId, String exact, String optionId, @Nullable String note)
      throws FleetException {
    sign();
    return gate.answer(requestId, exact, optionId, note);
  }

  CompletableFuture<?> answerQuestion(String questionId, String answer) throws FleetException {
    sign();
    return gate.answerQuestion(questionId, answer);
  }

  CompletableFuture<?> setMode(PermissionMode mode) {
    gate.modeChanged(mode);
    return log.append(new ModeChanged(mode));
  }

  CompletableFuture<?> rename(String title) throws FleetException {
    String line = title.strip().lines().findFirst().orElse("").strip();
    if (line.isEmpty()) {
      throw new FleetException("A session needs a title.");
    }
    return log.append(new Renamed(line.length() <= 120 ? line : line.substring(0, 120)));
  }

  // ---- the clock and the end ------------------------------------------------------------------

  /** Called now and then: notes when a working session gives no sign of life. */
  void lookForSilence() {
    SessionSnapshot now = log.now();
    boolean commandRuns =
        log.fold().openCalls().stream().anyMatch(call -> call.kind() == ToolKind.RUN);
    if (now.state() == WORKING
        && now.silentSince() == null
        && now.retry() == null
        && !commandRuns
        && Duration.between(lastSign, parts.clock().instant()).compareTo(SILENCE) > 0) {
      log.append(new SilenceNoticed(lastSign));
    }
  }

  /**
   * Muster ends: the attempt is ended, and the session stands as stopped. Blocks; not on the
   * mailbox.
   */
  void shutDown() {
    CompletableFuture<Void> done = new CompletableFuture<>();
    mailbox.execute(
        () -> {
          observer.end();
          Attempt idle = attempt;
          if (log.state().takesSlot()) {
            stopAttempt("Muster was closed while this ran.").thenRun(() -> done.complete(null));
          } else {
            attempt = null;
            if (idle != null) {
              end(idle).thenRun(() -> done.complete(null));
            } else {
              done.complete(null);
            }
          }
        });
    done.join();
  }

  /** The journal can store nothing more: the attempt is ended, and nothing is claimed about it. */
  void abandon(String sentence) {
    Attempt running = attempt;
    attempt = null;
    if (running != null) {
      LOG.warn("The agent of {} is ended: {}", id, sentence);
      end(running);
    }
  }

  private CompletableFuture<Void> end(Attempt over) {
    over.giveUp();
    if (attempt == over) {
      attempt = null;
    }
    return CompletableFuture.runAsync(
        () -> closeQuietly(over), command -> Thread.ofVirtual().name("end " + id).start(command));
  }

  private void closeQuietly(Attempt over) {
    AgentSession agent = over.agent();
    if (agent == null) {
      return;
    }
    try {
      agent.close();
    } catch (RuntimeException failure) {
      // The attempt is over either way; its processes are in the list of leftovers.
      LOG.error("The agent of {} did not end in an orderly way.", id, failure);
    }
  }

  /** Streaming text and raw lines go past the mailbox. */
  private final class SideDoor implements Attempt.Side {
    private @Nullable RawLog raw;

    @Override
    public void tail(String tailId, TailKind kind, String delta) {
      sign();
      parts.tails().tail(id, tailId, kind, delta);
    }

    @Override
    public void tailDropped(String tailId) {
      parts.tails().dropped(id, tailId);
    }

    @Override
    public synchronized void raw(boolean fromAgent, String line) {
      RawLog open = raw;
      if (open == null) {
        open = parts.rawLogs().apply(id);
        raw = open;
      }
      open.line(fromAgent, line);
    }
  }

  static String newId() {
    return UUID.randomUUID().toString().substring(0, 18).replace("-", "");
  }

  private static String orElse(@Nullable String text, String other) {
    return text == null ? other : text;
  }
}
