package dev.muster.engine.control;

import dev.muster.engine.agent.AgentListener.TailKind;
import dev.muster.engine.control.ControlException.Code;
import dev.muster.engine.event.ConversationEvent.PromptFailed;
import dev.muster.engine.event.ConversationEvent.PromptSent;
import dev.muster.engine.event.ConversationEvent.PromptWithdrawn;
import dev.muster.engine.event.LifeEvent.StateChanged;
import dev.muster.engine.event.Recorded;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.event.SessionState;
import dev.muster.engine.event.TurnEvent;
import dev.muster.engine.session.Fleet;
import dev.muster.engine.session.FleetListener;
import dev.muster.engine.session.SessionSnapshot;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Tells one turn of one session to a listener, however slow that is: it is woken by the fleet and
 * reads what it tells from the journal, so nothing is kept in memory for it and nothing is missed.
 */
final class Follow implements FleetListener, AutoCloseable {
  private static final int PAGE = 500;

  private final Fleet fleet;
  private final SessionId session;
  private final Semaphore news = new Semaphore(1);
  private final Fleet.Subscription subscription;
  private volatile @Nullable String journalStopped;

  private long nextSeq;
  private @Nullable String awaited;
  private TurnEvent.@Nullable End end;
  private @Nullable String reason;
  private boolean promptFailed;
  private @Nullable RunEnd over;

  /**
   * Begins to listen.
   *
   * @param prompt the prompt whose turn is meant; null for the first turn from {@code fromSeq} on
   */
  Follow(Fleet fleet, SessionId session, long fromSeq, @Nullable String prompt) {
    this.fleet = fleet;
    this.session = session;
    this.nextSeq = fromSeq;
    this.awaited = prompt;
    subscription = fleet.subscribe(this);
  }

  /** Tells everything until the turn is over. Blocks. */
  RunEnd toTheEnd(RunListener listener) throws ControlException, InterruptedException {
    while (true) {
      news.acquire();
      news.drainPermits();
      String stopped = journalStopped;
      List<Recorded> page;
      do {
        page = EngineControl.await(fleet.events(session, nextSeq, PAGE));
        if (!page.isEmpty()) {
          page.forEach(this::take);
          nextSeq = page.getLast().seq() + 1;
          listener.events(page);
        }
      } while (page.size() == PAGE && over == null);
      if (over == null && promptFailed && rests(stateNow())) {
        // A session that rested already does not move when its prompt fails.
        over = new RunEnd(session, stateNow(), end, reason);
      }
      if (over != null) {
        return over;
      }
      if (stopped != null) {
        throw new ControlException(Code.FAILED, stopped);
      }
    }
  }

  private void take(Recorded recorded) {
    if (over != null) {
      return;
    }
    switch (recorded.event()) {
      case PromptSent sent when sent.promptId().equals(awaited) -> {
        awaited = null;
        end = null;
        reason = null;
      }
      case PromptFailed failed when awaited == null || failed.promptId().equals(awaited) -> {
        awaited = null;
        promptFailed = true;
        end = TurnEvent.End.FAILED;
        reason = failed.reason();
      }
      case PromptWithdrawn withdrawn when withdrawn.promptId().equals(awaited) -> {
        reason = "The prompt was taken back before it was sent.";
        over = new RunEnd(session, stateNow(), TurnEvent.End.INTERRUPTED, reason);
      }
      case TurnEvent.TurnEnded ended -> {
        end = ended.end();
        reason = ended.reason();
      }
      case StateChanged changed -> settle(changed);
      default -> {
        // Told, but says nothing about the end.
      }
    }
  }

  private void settle(StateChanged changed) {
    boolean begun = changed.to() != SessionState.READY || (awaited == null && end != null);
    if (rests(changed.to()) && begun) {
      String why = changed.reason() != null ? changed.reason() : reason;
      over = new RunEnd(session, changed.to(), end, why);
    }
  }

  private static boolean rests(SessionState state) {
    return switch (state) {
      case QUEUED, STARTING, WORKING, NEEDS_YOU -> false;
      case READY, STOPPED, FAILED, LOST, CLOSED -> true;
    };
  }

  private SessionState stateNow() {
    return fleet.session(session).map(SessionSnapshot::state).orElse(SessionState.CLOSED);
  }

  @Override
  public void recorded(List<Recorded> events) {
    if (!events.isEmpty() && events.getFirst().session().equals(session)) {
      news.release();
    }
  }

  @Override
  public void changed(SessionSnapshot snapshot) {
    // The events say the same, and in order.
  }

  @Override
  public void tail(SessionId id, String textId, TailKind kind, String delta) {
    // Only what is stored is told.
  }

  @Override
  public void tailDropped(SessionId id, String textId) {
    // Only what is stored is told.
  }

  @Override
  public void queueChanged(Slots slots) {
    // The place in the queue is not told.
  }

  @Override
  public void journalStopped(String sentence) {
    journalStopped = sentence;
    news.release();
  }

  @Override
  public void close() {
    subscription.close();
  }
}
