package dev.muster.engine.session;

import static dev.muster.engine.event.SessionState.CLOSED;
import static dev.muster.engine.event.SessionState.FAILED;
import static dev.muster.engine.event.SessionState.LOST;
import static dev.muster.engine.event.SessionState.QUEUED;
import static dev.muster.engine.event.SessionState.READY;
import static dev.muster.engine.event.SessionState.STOPPED;
import static dev.muster.engine.event.SessionState.WORKING;

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
import dev.muster.engine.event.LifeEvent.WorktreeReady;
import dev.muster.engine.event.ObservedEvent.SilenceNoticed;
import dev.muster.engine.event.OutcomeEvent.Noted;
import dev.muster.engine.event.PermissionMode;
import dev.muster.engine.event.PromptOrigin;
import dev.muster.engine.event.SessionEvent;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.event.SessionState;
import dev.muster.engine.event.ToolKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One session as an actor: takes what people want one at a time, decides by the session's state,
 * and leaves the agent to its {@link AgentRun}. Every method is called on the session's mailbox,
 * but for {@link #shutDown}.
 */
final class LiveSession {
  private static final Logger LOG = LoggerFactory.getLogger(LiveSession.class);

  /** No event and no sign of life for this long is told as silence. */
  private static final Duration SILENCE = Duration.ofMinutes(3);

  private static final int LONGEST_TITLE = 120;

  /** As far back as is looked whether something was told already. */
  private static final int LAST_EVENTS = 50;

  private final SessionId id;
  private final FleetParts parts;
  private final Mailbox mailbox;
  private final SessionLog log;
  private final Observer observer;
  private final AgentRun run;
  private final Rewinder rewinder;
  private boolean closing;
  private boolean musterEnds;

  /** Done when nobody does something with the files outside a turn; never fails. */
  private CompletableFuture<Void> atRest = CompletableFuture.completedFuture(null);

  LiveSession(SessionId id, FleetParts parts, Pause pause, Mailbox mailbox, SessionLog log) {
    this.id = id;
    this.parts = parts;
    this.mailbox = mailbox;
    this.log = log;
    this.observer = new Observer(id, parts, mailbox, log);
    this.run = new AgentRun(id, parts, pause, mailbox, log, observer);
    this.rewinder = new Rewinder(id, parts, mailbox, log, run);
  }

  /** A slot is given. Gives false when there is nothing to start: the slot is free again. */
  CompletableFuture<Boolean> start() {
    if (atRest.isDone()) {
      return CompletableFuture.completedFuture(!closing && run.start());
    }
    return atRest.thenApplyAsync(done -> !closing && run.start(), mailbox);
  }

  CompletableFuture<?> record(List<? extends SessionEvent> events) {
    return log.appendTogether(events);
  }

  /**
   * Takes it back to the end of a turn.
   *
   * @param turn null to take the last time back
   */
  CompletableFuture<SessionId> rewound(@Nullable Integer turn) throws FleetException {
    CompletableFuture<SessionId> done = new CompletableFuture<>();
    atRest(
        at -> {
          if (turn == null) {
            rewinder.forward();
          } else {
            rewinder.back(turn);
          }
          return id;
        },
        done);
    return done;
  }

  /**
   * Muster died in the middle of taking it back, or of taking its worktree away: that comes to its
   * end, or is undone, before anything else.
   */
  void takeUp() {
    WorktreeReady worktree = log.now().worktree();
    if (log.state() == CLOSED
        || worktree == null
        || !isHalfway(log.fold().rewinds().begun() != null, worktree)) {
      return;
    }
    CompletableFuture<List<Noted>> done = new CompletableFuture<>();
    rest(
        at -> {
          List<Noted> told = parts.workplace().takeUp(id, at, worktree);
          rewinder.takeUp();
          return told;
        },
        done);
    done.whenComplete(
        (told, failed) -> {
          if (failed != null) {
            LOG.warn("What was begun with the files of {} was not done.", id, failed);
          } else {
            mailbox.execute(() -> Telling.once(log, parts.journal().tail(id, LAST_EVENTS), told));
          }
        });
  }

  /** Whether there may be something that a killed Muster began with its files. */
  static boolean isHalfway(boolean rewindBegun, @Nullable WorktreeReady worktree) {
    return rewindBegun || worktree != null && !Files.isDirectory(Path.of(worktree.path()));
  }

  /** Done when what was begun with its files has come to its end; never fails. */
  CompletableFuture<?> settled() {
    return atRest;
  }

  /** See {@link ReviewAccess#atRest}; {@code done} is told off the mailbox. */
  <T> void atRest(ReviewAccess.FilesWork<T> work, CompletableFuture<T> done) throws FleetException {
    refuseWhenClosing();
    if (musterEnds) {
      throw new FleetException("Muster is closing. Nothing was changed; do it again when it runs.");
    }
    if (log.state().takesSlot()) {
      throw new FleetException(
          "The agent is at work. Interrupt it, or wait until its turn is over.");
    }
    if (log.now().worktree() == null) {
      throw new FleetException("This session has no worktree yet.");
    }
    rest(work, done);
  }

  private <T> void rest(ReviewAccess.FilesWork<T> work, CompletableFuture<T> done) {
    SessionSnapshot at = log.now();
    CompletableFuture<Void> mine = new CompletableFuture<>();
    CompletableFuture<Void> before = atRest;
    atRest = mine;
    before.thenRun(
        () ->
            Replies.blocking(() -> work.run(at))
                .whenComplete(
                    (result, failure) -> {
                      mailbox.execute(this::lookSoon);
                      mine.complete(null);
                      if (failure == null) {
                        done.complete(result);
                      } else {
                        done.completeExceptionally(Replies.asFleet(failure));
                      }
                    }));
  }

  private void lookSoon() {
    if (!isHalfway(false, log.now().worktree())) {
      observer.soon();
    }
  }

  private void refuseWhenClosing() throws FleetException {
    if (log.state() == CLOSED) {
      throw new FleetException("This session is closed. Start a new one for the next task.");
    }
    if (closing) {
      throw new FleetException("This session is being closed. Start a new one for the next task.");
    }
  }

  CompletableFuture<?> prompt(
      String promptId,
      String text,
      List<Attachment> attachments,
      PromptOrigin origin,
      Fleet.Way way)
      throws FleetException {
    refuseWhenClosing();
    AgentSession agent = way == Fleet.Way.STEER ? run.steerable() : null;
    if (agent != null && parts.profile(log.now().agentId()).steers()) {
      var stored = log.append(new PromptSent(promptId, text, attachments, origin, true));
      try {
        agent.steer(new Prompt(promptId, text, attachments));
      } catch (RuntimeException failure) {
        LOG.error("The agent of {} did not take a prompt.", id, failure);
        String why = "The agent did not take it: " + failure.getMessage();
        return log.append(new PromptFailed(promptId, text, why));
      }
      return stored;
    }
    PromptOrigin as = run.inTurn() && origin == PromptOrigin.USER ? PromptOrigin.QUEUE : origin;
    PromptQueued prompt = new PromptQueued(promptId, text, attachments, as);
    if (!run.inTurn()) {
      return log.appendAndMove(prompt, QUEUED);
    }
    var stored = log.append(prompt);
    if (way == Fleet.Way.INTERRUPT) {
      run.interruptions().interrupt(true);
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
    List<Attachment> attachments = log.fold().attachments(promptId);
    return prompt(promptId, failed.text(), attachments, PromptOrigin.USER, Fleet.Way.QUEUE);
  }

  /** Where no turn runs yet, the start is stopped: nothing is to begin that was interrupted. */
  CompletableFuture<?> interrupt() {
    run.interruptions().decided();
    if (!run.inTurn() && log.state().takesSlot()) {
      return run.stop("You interrupted it.");
    }
    run.interruptions().interrupt(false);
    return CompletableFuture.completedFuture(null);
  }

  CompletableFuture<?> stop(String reason) throws FleetException {
    run.interruptions().decided();
    SessionState state = log.state();
    if (state == QUEUED || state == READY || state == FAILED || state == LOST) {
      log.move(STOPPED, reason);
      return CompletableFuture.allOf(log.stored(), run.release());
    }
    if (!state.takesSlot()) {
      throw new FleetException("This session is not running.");
    }
    return run.stop(reason).thenCompose(stopped -> log.stored());
  }

  CompletableFuture<?> resume() throws FleetException {
    refuseWhenClosing();
    if (!log.state().resumable()) {
      throw new FleetException("Only a stopped, failed or lost session can be resumed.");
    }
    log.move(QUEUED, null);
    return log.stored();
  }

  CompletableFuture<?> close(ClosedAs as) throws FleetException {
    refuseWhenClosing();
    closing = true;
    run.interruptions().decided();
    SessionState state = log.state();
    if (state == QUEUED) {
      log.move(STOPPED, "Stopped to be closed.");
    }
    CompletableFuture<?> stopped =
        state.takesSlot()
            ? run.stop("Stopped to be closed.")
            : CompletableFuture.completedFuture(null);
    CompletableFuture<Void> done = new CompletableFuture<>();
    Runnable remove = () -> observer.remove(as, done);
    done.whenComplete((closed, refused) -> mailbox.execute(() -> closing = false));
    stopped.thenRun(
        () ->
            mailbox.execute(
                () ->
                    CompletableFuture.allOf(run.release(), observer.idle(), atRest)
                        .thenRun(() -> mailbox.execute(remove))));
    return done;
  }

  CompletableFuture<?> answer(
      String requestId, String exact, String optionId, @Nullable String note)
      throws FleetException {
    run.sign();
    return run.gate().answer(requestId, exact, optionId, note);
  }

  CompletableFuture<?> answerQuestion(String questionId, String answer) throws FleetException {
    run.sign();
    return run.gate().answerQuestion(questionId, answer);
  }

  CompletableFuture<?> setMode(PermissionMode mode) {
    if (mode == log.now().mode()) {
      return CompletableFuture.completedFuture(null); // chosen again; nothing has changed
    }
    run.modeChanged(mode);
    return log.append(new ModeChanged(mode));
  }

  CompletableFuture<?> rename(String title) throws FleetException {
    // Masked before it is cut: of half a secret nobody could tell what it is.
    String line = log.masked(title).strip().lines().findFirst().orElse("").strip();
    if (line.isEmpty()) {
      throw new FleetException("A session needs a title.");
    }
    return log.append(
        new Renamed(line.length() <= LONGEST_TITLE ? line : line.substring(0, LONGEST_TITLE)));
  }

  /** Called now and then: notes when a working session gives no sign of life. */
  void lookForSilence() {
    SessionSnapshot now = log.now();
    boolean commandRuns =
        log.fold().openCalls().stream().anyMatch(call -> call.kind() == ToolKind.RUN);
    if (now.state() == WORKING
        && now.silentSince() == null
        && now.retry() == null
        && !commandRuns
        && Duration.between(run.lastSign(), parts.clock().instant()).compareTo(SILENCE) > 0) {
      log.append(new SilenceNoticed(run.lastSign()));
    }
  }

  /** Called now and then: has what its agent takes of the machine looked at. */
  void lookAtLoad(LoadWatch loads) {
    AgentSession agent = run.agent();
    if (agent == null) {
      loads.gone(id);
    } else {
      loads.look(id, agent);
    }
  }

  /** Nothing can be stored for long already: see {@link Interruptions#heldForLong}. */
  void heldForLong() {
    run.interruptions().heldForLong();
  }

  /** It can be stored again: see {@link Interruptions#storedAgain}. */
  void storedAgain() {
    run.interruptions().storedAgain();
  }

  /** The journal can store nothing more: the agent is ended, and nothing is claimed about it. */
  void abandon(String sentence) {
    LOG.warn("The agent of {}, if it has one, is ended: {}", id, sentence);
    run.release();
  }

  /** Muster ends: done when the agent is ended and the session stands as stopped. Any thread. */
  CompletableFuture<Void> shutDown() {
    CompletableFuture<Void> done = new CompletableFuture<>();
    mailbox.execute(
        () -> {
          musterEnds = true;
          observer.end();
          CompletableFuture<Void> ended =
              log.state().takesSlot()
                  ? run.stop("Muster was closed while this ran.")
                  : run.release();
          CompletableFuture.allOf(ended, observer.idle(), atRest)
              .thenRun(() -> done.complete(null));
        });
    return done;
  }

  static String newId() {
    return UUID.randomUUID().toString().replace("-", "").substring(0, 16);
  }
}
