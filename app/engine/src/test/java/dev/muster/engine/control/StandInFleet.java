package dev.muster.engine.control;

import dev.muster.engine.event.Attachment;
import dev.muster.engine.event.ClosedAs;
import dev.muster.engine.event.ConversationEvent.MessageAdded;
import dev.muster.engine.event.ConversationEvent.PromptQueued;
import dev.muster.engine.event.ConversationEvent.PromptSent;
import dev.muster.engine.event.LifeEvent.SessionCreated;
import dev.muster.engine.event.LifeEvent.StateChanged;
import dev.muster.engine.event.PermissionMode;
import dev.muster.engine.event.PromptOrigin;
import dev.muster.engine.event.Recorded;
import dev.muster.engine.event.SessionEvent;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.event.SessionState;
import dev.muster.engine.event.TurnEvent;
import dev.muster.engine.session.Account;
import dev.muster.engine.session.Continuation;
import dev.muster.engine.session.Fleet;
import dev.muster.engine.session.FleetException;
import dev.muster.engine.session.FleetListener;
import dev.muster.engine.session.RecoveryReport;
import dev.muster.engine.session.RewindPoint;
import dev.muster.engine.session.SessionFold;
import dev.muster.engine.session.SessionSnapshot;
import dev.muster.engine.session.SessionSpec;
import dev.muster.engine.session.Successor;
import dev.muster.engine.store.Journal;
import dev.muster.engine.store.Storing;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * A fleet whose agents do what a test says, over a real journal: the socket's tests need turns that
 * hang, speak or end exactly when they want.
 */
final class StandInFleet implements Fleet {
  volatile Storing storing = new Storing.Fine();
  volatile RecoveryReport recovery =
      new RecoveryReport(RecoveryReport.Cause.PROGRAM_ENDED, List.of());
  private final Journal journal;
  private final List<FleetListener> listeners = new CopyOnWriteArrayList<>();
  private final Map<SessionId, SessionFold> folds = new ConcurrentHashMap<>();
  final List<SessionId> created = new CopyOnWriteArrayList<>();
  final List<String> asked = new CopyOnWriteArrayList<>();
  volatile @Nullable String refusal;

  StandInFleet(Journal journal) {
    this.journal = journal;
  }

  /** Commits events of a session and tells the listeners. */
  void say(SessionId id, SessionEvent... events) {
    List<Recorded> committed = journal.appendAll(id, 1, List.of(events)).join();
    SessionFold fold = folds.computeIfAbsent(id, first -> new SessionFold(committed.getFirst()));
    synchronized (fold) {
      committed.forEach(fold::apply);
    }
    listeners.forEach(listener -> listener.recorded(committed));
  }

  void message(SessionId id, String text) {
    say(id, new MessageAdded("m" + text.hashCode(), text, null));
  }

  void end(SessionId id, TurnEvent.End end) {
    SessionState to =
        switch (end) {
          case DONE -> SessionState.READY;
          case FAILED -> SessionState.FAILED;
          case INTERRUPTED, LIMIT -> SessionState.STOPPED;
        };
    say(
        id,
        new TurnEvent.TurnEnded(end, null),
        new StateChanged(SessionState.WORKING, to, null, null));
  }

  @Override
  public CompletableFuture<SessionId> fork(
      SessionId id, int turn, String task, @Nullable PermissionMode mode) {
    return fork(id, "@" + turn + " " + task, mode);
  }

  @Override
  public Storing storing() {
    return storing;
  }

  @Override
  public void tryStoring() {
    asked.add("try storing");
  }

  @Override
  public CompletableFuture<RecoveryReport> recovery() {
    return CompletableFuture.completedFuture(recovery);
  }

  @Override
  public CompletableFuture<SessionId> after(Successor successor) {
    asked.add(
        "after %s %s %s %s %s"
            .formatted(
                successor.of(),
                successor.told(),
                successor.agentId(),
                successor.start(),
                successor.task()));
    String task = successor.task();
    return create(ControlFixture.task(task == null ? "once more" : task).spec());
  }

  @Override
  public CompletableFuture<Continuation> continuation(SessionId id) {
    return CompletableFuture.completedFuture(Continuation.of(session(id).orElseThrow(), null));
  }

  @Override
  public CompletableFuture<Account> account(SessionId id, @Nullable Integer turn) {
    return CompletableFuture.completedFuture(new Account("What was done in " + id, 1, ""));
  }

  @Override
  public CompletableFuture<List<RewindPoint>> points(SessionId id) {
    return CompletableFuture.completedFuture(List.of());
  }

  @Override
  public CompletableFuture<Void> rewind(SessionId id, int turn) {
    return rewound("rewind " + id + " " + turn);
  }

  @Override
  public CompletableFuture<Void> forward(SessionId id) {
    return rewound("forward " + id);
  }

  private CompletableFuture<Void> rewound(String what) {
    String refused = refusal;
    if (refused != null) {
      return CompletableFuture.failedFuture(new FleetException(refused));
    }
    asked.add(what);
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public CompletableFuture<SessionId> create(SessionSpec spec) {
    if (refusal != null) {
      return CompletableFuture.failedFuture(new FleetException(refusal));
    }
    SessionId id = SessionId.create(Instant.now());
    say(
        id,
        new SessionCreated(
            spec.titleOrTask(),
            "p1",
            "sample",
            spec.repository().toString(),
            spec.agentId(),
            "Stand-in",
            spec.model(),
            spec.mode(),
            "main",
            spec.limits(),
            true,
            spec.options()),
        new PromptQueued("q1", spec.task(), spec.attachments(), PromptOrigin.USER),
        new StateChanged(SessionState.QUEUED, SessionState.STARTING, null, null));
    work(id, "q1", spec.task());
    created.add(id);
    return CompletableFuture.completedFuture(id);
  }

  private void work(SessionId id, String promptId, String text) {
    say(
        id,
        new PromptSent(promptId, text, List.of(), PromptOrigin.USER, false),
        new StateChanged(SessionState.STARTING, SessionState.WORKING, null, null),
        new TurnEvent.TurnStarted(promptId));
  }

  @Override
  public CompletableFuture<String> prompt(
      SessionId id, String text, List<Attachment> attachments, PromptOrigin origin, Way way) {
    say(id, new PromptQueued("q2", text, attachments, origin));
    work(id, "q2", text);
    return CompletableFuture.completedFuture("q2");
  }

  @Override
  public CompletableFuture<Void> interrupt(SessionId id) {
    asked.add("interrupt " + id);
    end(id, TurnEvent.End.INTERRUPTED);
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public CompletableFuture<Void> answer(
      SessionId id, String requestId, String exact, String optionId, @Nullable String note) {
    asked.add("answer " + id + " " + requestId + " " + exact + " " + optionId + " " + note);
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public CompletableFuture<Void> answerQuestion(SessionId id, String questionId, String answer) {
    asked.add("question " + id + " " + questionId + " " + answer);
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public CompletableFuture<Void> setMode(SessionId id, PermissionMode mode) {
    asked.add("mode " + id + " " + mode);
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public Optional<SessionSnapshot> session(SessionId id) {
    return Optional.ofNullable(folds.get(id))
        .map(
            fold -> {
              synchronized (fold) {
                return fold.snapshot();
              }
            });
  }

  @Override
  public List<SessionSnapshot> sessions() {
    return created.stream().map(id -> session(id).orElseThrow()).toList();
  }

  @Override
  public Subscription subscribe(FleetListener listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  int listening() {
    return listeners.size();
  }

  @Override
  public CompletableFuture<List<Recorded>> events(SessionId id, long fromSeq, int limit) {
    return CompletableFuture.completedFuture(journal.read(id, fromSeq, limit));
  }

  @Override
  public CompletableFuture<List<Recorded>> tail(SessionId id, int count) {
    return CompletableFuture.completedFuture(journal.tail(id, count));
  }

  @Override
  public FleetListener.Slots slots() {
    return new FleetListener.Slots(0, 8, List.of());
  }

  private static <T> CompletableFuture<T> notHere() {
    return CompletableFuture.failedFuture(new FleetException("Not here."));
  }

  @Override
  public CompletableFuture<Void> withdraw(SessionId id, String promptId) {
    return notHere();
  }

  @Override
  public CompletableFuture<Void> retry(SessionId id, String promptId) {
    return notHere();
  }

  @Override
  public CompletableFuture<Void> stop(SessionId id) {
    return notHere();
  }

  @Override
  public CompletableFuture<Void> resume(SessionId id) {
    return notHere();
  }

  @Override
  public CompletableFuture<Void> startNow(SessionId id) {
    return notHere();
  }

  @Override
  public CompletableFuture<Void> close(SessionId id, ClosedAs as) {
    return notHere();
  }

  @Override
  public CompletableFuture<SessionId> fork(
      SessionId id, String task, @Nullable PermissionMode mode) {
    asked.add("fork " + id + " " + task + " " + mode);
    return create(ControlFixture.task(task).spec());
  }

  @Override
  public CompletableFuture<Void> rename(SessionId id, String title) {
    return notHere();
  }
}
