package dev.muster.engine.session;

import static dev.muster.engine.event.SessionState.FAILED;
import static dev.muster.engine.event.SessionState.LOST;
import static dev.muster.engine.event.SessionState.QUEUED;
import static dev.muster.engine.event.SessionState.READY;
import static dev.muster.engine.event.SessionState.STOPPED;
import static dev.muster.engine.event.SessionState.WORKING;
import static java.util.Objects.requireNonNullElse;

import dev.muster.engine.event.ConversationEvent.PromptQueued;
import dev.muster.engine.event.ObservedEvent.AgentExited;
import dev.muster.engine.event.SessionEvent;
import dev.muster.engine.event.TurnEvent;
import dev.muster.engine.event.TurnEvent.TurnEnded;
import dev.muster.engine.event.TurnEvent.TurnStarted;
import dev.muster.engine.event.WorkEvent.ToolFinished;
import dev.muster.engine.event.WorkEvent.ToolStarted;
import java.util.List;
import java.util.function.Consumer;

/**
 * Turns what an agent says into events and states of its session. Every method is called on the
 * session's mailbox and returns soon.
 */
final class AgentWords {
  private final SessionLog log;
  private final AgentWork work;
  private final GateKeeper gate;
  private final Observer observer;
  private final OutputMasks masks;
  private final Pause pause;
  private final Interruptions interruptions;
  private final Consumer<PromptQueued> send;

  /**
   * @param send gives the agent its next prompt
   */
  AgentWords(
      SessionLog log,
      AgentWork work,
      GateKeeper gate,
      Observer observer,
      OutputMasks masks,
      Pause pause,
      Interruptions interruptions,
      Consumer<PromptQueued> send) {
    this.log = log;
    this.work = work;
    this.gate = gate;
    this.observer = observer;
    this.masks = masks;
    this.pause = pause;
    this.interruptions = interruptions;
    this.send = send;
  }

  /** An attempt says something; what one says that does not count any more goes nowhere. */
  void heard(Attempt from, SessionEvent event) {
    if (work.is(from)) {
      work.sign();
      masks.through(event).forEach(each -> heardNow(from, each));
    }
  }

  private void heardNow(Attempt from, SessionEvent event) {
    switch (event) {
      case TurnStarted started -> {
        work.turnBegan();
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
      case PromptQueued late when !work.inTurn() && log.state() == READY ->
          log.appendAndMove(late, QUEUED);
      default -> log.append(event);
    }
  }

  private void turnEnded(TurnEnded ended) {
    if (!work.turnEnds()) {
      return;
    }
    gate.withdrawAll();
    log.appendAll(Recovery.closeOpenCalls(log.fold()));
    log.append(ended);
    int over = work.turn();
    observer.afterTurn(
        () -> {
          if (work.finishing() && work.turn() == over) {
            turnObserved(ended);
          }
        });
  }

  /** The turn's changes and its checkpoint are in the journal; only now may it count as ready. */
  private void turnObserved(TurnEnded ended) {
    work.turnOver();
    Attempt running = work.attempt();
    if (!log.state().takesSlot() || (running != null && running.isEnding())) {
      return; // whoever ends it says where it stands
    }
    List<PromptQueued> waiting = log.now().queued();
    boolean thenSend = interruptions.takeThenSend();
    boolean goOn =
        ended.end() == TurnEvent.End.DONE || (ended.end() == TurnEvent.End.INTERRUPTED && thenSend);
    if (goOn && !waiting.isEmpty() && running != null && !pause.holds()) {
      send.accept(waiting.getFirst());
      return;
    }
    switch (ended.end()) {
      case DONE -> log.move(READY, null);
      case INTERRUPTED ->
          log.move(STOPPED, requireNonNullElse(ended.reason(), interruptions.sentence()));
      case LIMIT -> log.move(STOPPED, requireNonNullElse(ended.reason(), "It reached its limit."));
      case FAILED ->
          log.move(FAILED, requireNonNullElse(ended.reason(), "The agent gave no reason."));
    }
    if (goOn && !waiting.isEmpty()) {
      log.move(QUEUED, null); // its agent is gone, or nothing can be stored; it goes on after that
    }
    interruptions.storedAgain();
  }

  private void agentExited(Attempt from, AgentExited exited) {
    log.appendAll(Recovery.closeOpenCalls(log.fold()));
    log.append(exited);
    if (from.isEnding()) {
      return; // as it was told to
    }
    from.giveUp();
    work.gone();
    gate.withdrawAll();
    work.launched();
    if (work.finishing() || !log.state().takesSlot()) {
      return; // its turn was over
    }
    if (work.inTurn()) {
      log.append(new TurnEnded(TurnEvent.End.FAILED, "The agent ended in the middle of its turn."));
    }
    work.turnOver();
    log.move(
        LOST, requireNonNullElse(exited.reason(), "The agent ended in the middle of its work."));
    observer.soon();
  }
}
