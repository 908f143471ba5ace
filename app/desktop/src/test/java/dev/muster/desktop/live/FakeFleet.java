package dev.muster.desktop.live;

import dev.muster.engine.event.Attachment;
import dev.muster.engine.event.ClosedAs;
import dev.muster.engine.event.ConversationEvent.PromptQueued;
import dev.muster.engine.event.ConversationEvent.PromptSent;
import dev.muster.engine.event.ConversationEvent.PromptWithdrawn;
import dev.muster.engine.event.ConversationEvent.QuestionAnswered;
import dev.muster.engine.event.LifeEvent;
import dev.muster.engine.event.LifeEvent.StateChanged;
import dev.muster.engine.event.OutcomeEvent.Rewound;
import dev.muster.engine.event.PermissionEvent.ApprovalAnswered;
import dev.muster.engine.event.PermissionEvent.ApprovalAsked;
import dev.muster.engine.event.PermissionEvent.DecidedBy;
import dev.muster.engine.event.PermissionEvent.Option;
import dev.muster.engine.event.PermissionMode;
import dev.muster.engine.event.PromptOrigin;
import dev.muster.engine.event.Recorded;
import dev.muster.engine.event.SessionEvent;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.event.SessionState;
import dev.muster.engine.event.TurnEvent.End;
import dev.muster.engine.event.TurnEvent.TurnEnded;
import dev.muster.engine.event.TurnEvent.TurnStarted;
import dev.muster.engine.session.Account;
import dev.muster.engine.session.Continuation;
import dev.muster.engine.session.Fleet;
import dev.muster.engine.session.FleetException;
import dev.muster.engine.session.FleetListener;
import dev.muster.engine.session.FleetListener.Slots;
import dev.muster.engine.session.RecoveryReport;
import dev.muster.engine.session.RewindPoint;
import dev.muster.engine.session.SessionFold;
import dev.muster.engine.session.SessionSnapshot;
import dev.muster.engine.session.SessionSpec;
import dev.muster.engine.session.Successor;
import dev.muster.engine.store.Storing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * A fleet whose sessions do what a test tells: its events are real and go through the engine's own
 * fold, only nobody works. What is asked of it is kept as a line in {@link #asked()}.
 */
public final class FakeFleet implements Fleet {
  public volatile Storing storing = new Storing.Fine();
  public volatile RecoveryReport recovery =
      new RecoveryReport(RecoveryReport.Cause.PROGRAM_ENDED, List.of());

  private record Story(SessionFold fold, List<Recorded> events) {}

  private final Map<SessionId, Story> stories = new LinkedHashMap<>();
  private final List<FleetListener> listeners = new CopyOnWriteArrayList<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private Slots slots = new Slots(0, 8, List.of());
  private Instant clock = Instant.parse("2026-11-20T10:00:00Z");
  private @Nullable String refusal;
  private int made;
  private int prompts;
  public List<RewindPoint> points = List.of();

  /** What was asked, in order: {@code "stop sfake0001"} … */
  public List<String> asked() {
    return asked;
  }

  /** From now on everything that is asked fails with this sentence; null ends that. */
  public void refuse(@Nullable String sentence) {
    refusal = sentence;
  }

  /** Moves the clock that stamps the events. */
  public synchronized void pass(long seconds) {
    clock = clock.plusSeconds(seconds);
  }

  public synchronized Instant clock() {
    return clock;
  }

  /** Makes a session in state QUEUED. */
  public SessionId add(String title) {
    return add(title, "project-1", "muster");
  }

  public SessionId add(String title, String project, String agent) {
    return add(title, project, "shop", agent);
  }

  public synchronized SessionId add(String title, String project, String name, String agent) {
    return make(
        new LifeEvent.SessionCreated(
            title,
            project,
            name,
            "/tmp/" + name,
            agent,
            agent.equals("rehearsal") ? "Rehearsal" : "Muster agent",
            "sonnet",
            PermissionMode.EDIT,
            "main",
            dev.muster.engine.event.Limits.NONE,
            agent.equals("rehearsal"),
            Map.of()));
  }

  private SessionId make(LifeEvent.SessionCreated created) {
    SessionId id = new SessionId("sfake%04d".formatted(++made));
    Recorded first = new Recorded(id, 1, clock, 0, created);
    stories.put(id, new Story(new SessionFold(first), new ArrayList<>(List.of(first))));
    tell(id, List.of(first));
    return id;
  }

  /** Makes a session that works on its first turn. */
  public SessionId addWorking(String title) {
    SessionId id = add(title);
    emit(id, to(SessionState.QUEUED, SessionState.STARTING));
    emit(
        id,
        new LifeEvent.WorktreeReady("/tmp/wt/" + id, "muster/" + id, "0123456789abcdef", "main"),
        to(SessionState.STARTING, SessionState.WORKING),
        new TurnStarted(null));
    return id;
  }

  public static StateChanged to(SessionState from, SessionState to) {
    return new StateChanged(from, to, null, null);
  }

  /** Moves a session to a state, with a reason. */
  public void move(SessionId id, SessionState to, @Nullable String reason) {
    emit(id, new StateChanged(snapshot(id).state(), to, reason, null));
  }

  /** Stores events of a session and tells of them. */
  public synchronized void emit(SessionId id, SessionEvent... events) {
    Story story = story(id);
    List<Recorded> stored = new ArrayList<>();
    for (SessionEvent event : events) {
      int turn = story.fold.snapshot().turn() + (event instanceof TurnStarted ? 1 : 0);
      Recorded recorded = new Recorded(id, story.events.size() + 1, clock, turn, event);
      story.events.add(recorded);
      story.fold.apply(recorded);
      stored.add(recorded);
    }
    tell(id, stored);
  }

  private void tell(SessionId id, List<Recorded> stored) {
    SessionSnapshot now = story(id).fold.snapshot();
    for (FleetListener listener : listeners) {
      listener.recorded(List.copyOf(stored));
      listener.changed(now);
    }
  }

  public List<FleetListener> listeners() {
    return listeners;
  }

  public synchronized SessionSnapshot snapshot(SessionId id) {
    return story(id).fold.snapshot();
  }

  private Story story(SessionId id) {
    Story story = stories.get(id);
    if (story == null) {
      throw new AssertionError("no session " + id);
    }
    return story;
  }

  public void slots(Slots now) {
    slots = now;
    listeners.forEach(listener -> listener.queueChanged(now));
  }

  @Override
  public synchronized List<SessionSnapshot> sessions() {
    return stories.values().stream().map(story -> story.fold.snapshot()).toList();
  }

  @Override
  public synchronized Optional<SessionSnapshot> session(SessionId id) {
    return Optional.ofNullable(stories.get(id)).map(story -> story.fold.snapshot());
  }

  @Override
  public Slots slots() {
    return slots;
  }

  @Override
  public Subscription subscribe(FleetListener listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  private <T> CompletableFuture<T> ask(String what, T answer, Runnable effect) {
    asked.add(what);
    if (refusal != null) {
      return CompletableFuture.failedFuture(new FleetException(refusal));
    }
    effect.run();
    return CompletableFuture.completedFuture(answer);
  }

  private CompletableFuture<Void> ask(String what, Runnable effect) {
    asked.add(what);
    if (refusal != null) {
      return CompletableFuture.failedFuture(new FleetException(refusal));
    }
    effect.run();
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public synchronized CompletableFuture<SessionId> create(SessionSpec spec) {
    asked.add("create " + spec.titleOrTask() + (spec.first() ? " first" : ""));
    if (refusal != null) {
      return CompletableFuture.failedFuture(new FleetException(refusal));
    }
    SessionId id =
        make(
            new LifeEvent.SessionCreated(
                spec.titleOrTask(),
                "project-1",
                "shop",
                spec.repository().toString(),
                spec.agentId(),
                spec.agentId(),
                spec.model(),
                spec.mode(),
                spec.startFrom() == null ? "main" : spec.startFrom(),
                spec.limits(),
                spec.agentId().equals("rehearsal"),
                spec.options()));
    emit(id, new PromptQueued("p" + ++prompts, spec.task(), spec.attachments(), PromptOrigin.USER));
    return CompletableFuture.completedFuture(id);
  }

  @Override
  public CompletableFuture<String> prompt(
      SessionId id, String text, List<Attachment> attachments, PromptOrigin origin, Way way) {
    String prompt = "p" + ++prompts;
    return ask(
        "prompt " + id + " " + way + " " + text,
        prompt,
        () -> {
          emit(id, new PromptQueued(prompt, text, attachments, origin));
          if (way == Way.STEER) {
            emit(id, new PromptSent(prompt, text, attachments, origin, true));
          }
        });
  }

  @Override
  public CompletableFuture<Void> withdraw(SessionId id, String promptId) {
    return ask("withdraw " + id + " " + promptId, () -> emit(id, new PromptWithdrawn(promptId)));
  }

  @Override
  public CompletableFuture<Void> retry(SessionId id, String promptId) {
    return ask(
        "retry " + id + " " + promptId,
        () -> emit(id, new PromptQueued(promptId, "again", List.of(), PromptOrigin.USER)));
  }

  @Override
  public CompletableFuture<Void> interrupt(SessionId id) {
    return ask(
        "interrupt " + id,
        () ->
            emit(
                id,
                new TurnEnded(End.INTERRUPTED, null),
                new StateChanged(snapshot(id).state(), SessionState.READY, null, null)));
  }

  @Override
  public CompletableFuture<Void> stop(SessionId id) {
    return ask("stop " + id, () -> move(id, SessionState.STOPPED, null));
  }

  @Override
  public CompletableFuture<Void> resume(SessionId id) {
    return ask("resume " + id, () -> move(id, SessionState.STARTING, null));
  }

  @Override
  public CompletableFuture<Void> startNow(SessionId id) {
    return ask("startNow " + id, () -> move(id, SessionState.STARTING, null));
  }

  @Override
  public CompletableFuture<Void> close(SessionId id, ClosedAs as) {
    return ask(
        "close " + id + " " + as,
        () -> emit(id, new StateChanged(snapshot(id).state(), SessionState.CLOSED, null, as)));
  }

  @Override
  public CompletableFuture<Void> answer(
      SessionId id, String requestId, String exact, String optionId, @Nullable String note) {
    Option option =
        snapshot(id).approvals().stream()
            .filter(request -> request.requestId().equals(requestId))
            .map(ApprovalAsked::options)
            .flatMap(List::stream)
            .filter(o -> o.id().equals(optionId))
            .findFirst()
            .orElseThrow();
    return ask(
        "answer " + id + " " + requestId + " [" + exact + "] " + optionId + " " + note,
        () ->
            emit(
                id,
                new ApprovalAnswered(
                    requestId,
                    option.allows(),
                    DecidedBy.USER,
                    option.reach(),
                    option.rule(),
                    note),
                to(SessionState.NEEDS_YOU, SessionState.WORKING)));
  }

  @Override
  public CompletableFuture<Void> answerQuestion(SessionId id, String questionId, String answer) {
    return ask(
        "answerQuestion " + id + " " + questionId + " " + answer,
        () ->
            emit(
                id,
                new QuestionAnswered(questionId, answer),
                to(SessionState.NEEDS_YOU, SessionState.WORKING)));
  }

  @Override
  public CompletableFuture<Void> setMode(SessionId id, PermissionMode mode) {
    return ask("setMode " + id + " " + mode, () -> emit(id, new LifeEvent.ModeChanged(mode)));
  }

  @Override
  public CompletableFuture<SessionId> fork(
      SessionId id, String task, @Nullable PermissionMode mode) {
    return ask("fork " + id + " " + task, () -> {}).thenApply(_ -> id);
  }

  @Override
  public CompletableFuture<SessionId> fork(
      SessionId id, int turn, String task, @Nullable PermissionMode mode) {
    return ask("fork " + id + "@" + turn + " " + task, () -> {}).thenApply(_ -> id);
  }

  @Override
  public Storing storing() {
    return storing;
  }

  @Override
  public void tryStoring() {
    ask("try storing", () -> {});
  }

  @Override
  public CompletableFuture<RecoveryReport> recovery() {
    return CompletableFuture.completedFuture(recovery);
  }

  @Override
  public CompletableFuture<SessionId> after(Successor successor) {
    return ask(
            "after %s %s %s %s %s"
                .formatted(
                    successor.of(),
                    successor.told(),
                    successor.agentId(),
                    successor.start(),
                    successor.task()),
            () -> {})
        .thenApply(_ -> successor.of());
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
    return CompletableFuture.completedFuture(points);
  }

  @Override
  public CompletableFuture<Void> rewind(SessionId id, int turn) {
    return ask(
        "rewind " + id + " " + turn,
        () -> emit(id, new Rewound(1, turn, false, "refs/muster/" + id + "/rewind/1", "b", false)));
  }

  @Override
  public CompletableFuture<Void> forward(SessionId id) {
    return ask(
        "forward " + id,
        () -> emit(id, new Rewound(2, 1, true, "refs/muster/" + id + "/rewind/2", "b", false)));
  }

  @Override
  public CompletableFuture<Void> rename(SessionId id, String title) {
    return ask("rename " + id + " " + title, () -> emit(id, new LifeEvent.Renamed(title)));
  }

  @Override
  public synchronized CompletableFuture<List<Recorded>> tail(SessionId id, int count) {
    List<Recorded> all = story(id).events;
    return CompletableFuture.completedFuture(
        List.copyOf(all.subList(Math.max(0, all.size() - count), all.size())));
  }

  @Override
  public synchronized CompletableFuture<List<Recorded>> events(
      SessionId id, long fromSeq, int limit) {
    return CompletableFuture.completedFuture(
        story(id).events.stream().filter(e -> e.seq() >= fromSeq).limit(limit).toList());
  }
}
