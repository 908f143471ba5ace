package dev.muster.engine.session;

import dev.muster.engine.event.ClosedAs;
import dev.muster.engine.event.LifeEvent.StateChanged;
import dev.muster.engine.event.Recorded;
import dev.muster.engine.event.SessionEvent;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.event.SessionState;
import dev.muster.engine.event.TurnEvent.TurnStarted;
import dev.muster.engine.store.Journal;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One session's way into the journal, and the session as it stands after everything that was
 * appended, committed or not: its actor decides by this, while others are shown what is committed.
 * Used by the actor only.
 */
final class SessionLog {
  private final SessionId id;
  private final Journal journal;
  private final Clock clock;
  private final SessionFold fold;
  private final BiConsumer<SessionState, SessionState> moved;
  private long ahead;
  private CompletableFuture<?> last = CompletableFuture.completedFuture(null);

  /**
   * @param fold the session as the journal has it
   * @param moved told of every change of state, after it was appended
   */
  SessionLog(
      SessionId id,
      Journal journal,
      Clock clock,
      SessionFold fold,
      BiConsumer<SessionState, SessionState> moved) {
    this.id = id;
    this.journal = journal;
    this.clock = clock;
    this.fold = fold;
    this.moved = moved;
    this.ahead = fold.snapshot().lastSeq();
  }

  SessionFold fold() {
    return fold;
  }

  SessionSnapshot now() {
    return fold.snapshot();
  }

  SessionState state() {
    return fold.state();
  }

  /** A text as it stands in the journal: without secrets. */
  String masked(String text) {
    return journal.masking().mask(text);
  }

  /** Appends in the running turn; a {@link TurnStarted} begins the next one. */
  CompletableFuture<Recorded> append(SessionEvent event) {
    return append(event instanceof TurnStarted ? fold.turn() + 1 : fold.turn(), event);
  }

  /** Appends in the turn that is about to begin. */
  CompletableFuture<Recorded> appendToNextTurn(SessionEvent event) {
    return append(fold.turn() + 1, event);
  }

  private CompletableFuture<Recorded> append(int turn, SessionEvent event) {
    CompletableFuture<Recorded> committed = journal.append(id, turn, event);
    last = committed;
    ahead++;
    fold.apply(new Recorded(id, ahead, clock.instant(), turn, event));
    return committed;
  }

  /** Done when everything appended until now is committed; fails when it cannot be. */
  CompletableFuture<?> stored() {
    return last;
  }

  /**
   * Appends an event and, if the table allows it, the move to another state, in one commit: a crash
   * leaves both or none.
   */
  CompletableFuture<?> appendAndMove(SessionEvent event, SessionState to) {
    SessionState from = fold.state();
    if (!Transitions.allowed(from, to)) {
      return append(event);
    }
    CompletableFuture<?> committed =
        appendTogether(List.of(event, new StateChanged(from, to, null, null)));
    moved.accept(from, to);
    return committed;
  }

  /** Appends events in the running turn in one commit: a crash leaves all or none. */
  CompletableFuture<?> appendTogether(List<? extends SessionEvent> events) {
    CompletableFuture<?> committed = journal.appendAll(id, fold.turn(), events);
    last = committed;
    for (SessionEvent each : events) {
      ahead++;
      fold.apply(new Recorded(id, ahead, clock.instant(), fold.turn(), each));
    }
    return committed;
  }

  void appendAll(List<? extends SessionEvent> events) {
    events.forEach(this::append);
  }

  /**
   * Moves to another state, if the table allows it from the present one.
   *
   * @return whether it moved; staying where it is counts as not moved
   */
  boolean move(SessionState to, @Nullable String reason) {
    return move(to, reason, null);
  }

  boolean move(SessionState to, @Nullable String reason, @Nullable ClosedAs closedAs) {
    SessionState from = fold.state();
    if (!Transitions.allowed(from, to)) {
      return false;
    }
    append(new StateChanged(from, to, reason, closedAs));
    moved.accept(from, to);
    return true;
  }
}
