package dev.muster.engine.session;

import dev.muster.engine.event.Attachment;
import dev.muster.engine.event.ClosedAs;
import dev.muster.engine.event.ConversationEvent;
import dev.muster.engine.event.ConversationEvent.PromptFailed;
import dev.muster.engine.event.ConversationEvent.PromptQueued;
import dev.muster.engine.event.ConversationEvent.PromptSent;
import dev.muster.engine.event.ConversationEvent.QuestionAsked;
import dev.muster.engine.event.LifeEvent;
import dev.muster.engine.event.LifeEvent.SessionCreated;
import dev.muster.engine.event.LifeEvent.WorktreeReady;
import dev.muster.engine.event.MoneyEvent;
import dev.muster.engine.event.MoneyEvent.LimitSeen;
import dev.muster.engine.event.MoneyEvent.UsageReported;
import dev.muster.engine.event.ObservedEvent;
import dev.muster.engine.event.OutcomeEvent;
import dev.muster.engine.event.PermissionEvent;
import dev.muster.engine.event.PermissionEvent.ApprovalAsked;
import dev.muster.engine.event.PermissionMode;
import dev.muster.engine.event.Recorded;
import dev.muster.engine.event.ReviewEvent;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.event.SessionState;
import dev.muster.engine.event.ToolKind;
import dev.muster.engine.event.ToolOutcome;
import dev.muster.engine.event.TurnEvent;
import dev.muster.engine.event.TurnEvent.RetryScheduled;
import dev.muster.engine.event.UnknownEvent;
import dev.muster.engine.event.WorkEvent;
import dev.muster.engine.event.WorkEvent.PlanStep;
import dev.muster.engine.event.WorkEvent.ToolStarted;
import dev.muster.engine.session.SessionSnapshot.Changes;
import dev.muster.engine.session.SessionSnapshot.LastRun;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Computes a session from its events: the only way to a {@link SessionSnapshot}. The same code runs
 * live and over a replayed journal, so both give the same.
 *
 * <p>Not safe for several threads at once; its owner guards it.
 */
public final class SessionFold {
  private final SessionId id;
  private final SessionCreated created;
  private final Instant createdAt;

  private long lastSeq;
  private Instant lastEventAt;
  private String title;
  private PermissionMode mode;
  private SessionState state = SessionState.QUEUED;
  private Instant stateSince;
  private @Nullable String reason;
  private @Nullable ClosedAs closedAs;
  private int turn;
  private @Nullable Instant turnSince;
  private @Nullable WorktreeReady worktree;
  private List<PlanStep> plan = List.of();
  private final Map<String, ApprovalAsked> approvals = new LinkedHashMap<>();
  private final Map<String, QuestionAsked> questions = new LinkedHashMap<>();
  private final Map<String, PromptQueued> queued = new LinkedHashMap<>();
  private final Map<String, PromptFailed> failedPrompts = new LinkedHashMap<>();
  private final Map<String, List<Attachment>> attachments = new HashMap<>();
  private final Map<String, ToolStarted> openCalls = new LinkedHashMap<>();
  private final Set<String> sessionRules = new LinkedHashSet<>();
  private Changes changes = Changes.NONE;
  private @Nullable LastRun lastRun;
  private @Nullable RetryScheduled retry;
  private @Nullable Instant silentSince;
  private int attempt;
  private final MoneyFold money;
  private @Nullable String pullRequest;
  private final RewindFold rewinds;
  private final HeardFold heard;
  private TurnEvent.@Nullable End lastEnd;

  /**
   * Begins with a session's first event.
   *
   * @throws IllegalArgumentException when that is not {@link SessionCreated}
   */
  public SessionFold(Recorded first) {
    if (!(first.event() instanceof SessionCreated event)) {
      throw new IllegalArgumentException(
          "The story of session " + first.session() + " does not begin with its creation.");
    }
    id = first.session();
    created = event;
    createdAt = first.at();
    lastSeq = first.seq();
    lastEventAt = first.at();
    stateSince = first.at();
    title = event.title();
    mode = event.mode();
    heard = new HeardFold(event.options());
    money = new MoneyFold();
    rewinds = new RewindFold();
  }

  private SessionFold(SessionFold other) {
    id = other.id;
    created = other.created;
    createdAt = other.createdAt;
    lastSeq = other.lastSeq;
    lastEventAt = other.lastEventAt;
    title = other.title;
    mode = other.mode;
    state = other.state;
    stateSince = other.stateSince;
    reason = other.reason;
    closedAs = other.closedAs;
    turn = other.turn;
    turnSince = other.turnSince;
    worktree = other.worktree;
    plan = other.plan;
    approvals.putAll(other.approvals);
    questions.putAll(other.questions);
    queued.putAll(other.queued);
    failedPrompts.putAll(other.failedPrompts);
    attachments.putAll(other.attachments);
    openCalls.putAll(other.openCalls);
    sessionRules.addAll(other.sessionRules);
    changes = other.changes;
    lastRun = other.lastRun;
    retry = other.retry;
    silentSince = other.silentSince;
    attempt = other.attempt;
    money = new MoneyFold(other.money);
    pullRequest = other.pullRequest;
    rewinds = new RewindFold(other.rewinds);
    heard = new HeardFold(other.heard);
    lastEnd = other.lastEnd;
  }

  /** The last event that was taken in. */
  long lastSeq() {
    return lastSeq;
  }

  /** The session as it stands now, to go on from here again and again. */
  SessionFold copy() {
    return new SessionFold(this);
  }

  /**
   * Takes the next event in. Events must come in order; one that was already taken in is ignored.
   */
  public void apply(Recorded recorded) {
    if (recorded.seq() <= lastSeq) {
      return;
    }
    lastSeq = recorded.seq();
    lastEventAt = recorded.at();
    silentSince = null;
    switch (recorded.event()) {
      case LifeEvent event -> life(event, recorded.at());
      case ConversationEvent event -> conversation(event, recorded.turn());
      case WorkEvent event -> work(event);
      case PermissionEvent event -> permission(event);
      case TurnEvent event -> turn(event, recorded);
      case ObservedEvent event -> observed(event);
      case MoneyEvent event -> money(event);
      case OutcomeEvent event -> outcome(event);
      case ReviewEvent ignored -> {
        // A review is a fold of its own.
      }
      case UnknownEvent ignored -> {
        // Written by a newer version: shown in the log, without effect here.
      }
    }
  }

  private void life(LifeEvent event, Instant at) {
    switch (event) {
      case SessionCreated ignored -> {
        // Only the first one counts.
      }
      case LifeEvent.Renamed renamed -> title = renamed.title();
      case WorktreeReady ready -> worktree = ready;
      case LifeEvent.ModeChanged changed -> mode = changed.mode();
      case LifeEvent.Shelved _, LifeEvent.Pruned _ -> {
        // Where one that is over is kept is told by its row.
      }
      case LifeEvent.StateChanged changed -> {
        state = changed.to();
        stateSince = at;
        reason = changed.reason();
        closedAs = changed.closedAs();
        if (!state.takesSlot()) {
          turnSince = null;
          retry = null;
        }
      }
    }
  }

  /** Most are told in the log only; what follows for the state comes as StateChanged. */
  private void outcome(OutcomeEvent event) {
    switch (event) {
      case OutcomeEvent.RewindBegun begun -> rewinds.begun(begun);
      case OutcomeEvent.RewindFailed ignored -> rewinds.failed();
      case OutcomeEvent.Rewound rewound -> {
        RewindFold.Moment then =
            rewinds.rewound(rewound, new RewindFold.Moment(lastEnd, heard.last(), plan));
        lastEnd = then.lastEnd();
        heard.restore(then.unheard());
        plan = then.plan();
        countEdit();
        if (rewinds.line().at() == 0 && rewinds.token() == null) {
          heard.beginsAgain();
        }
      }
      case OutcomeEvent.PullRequestOpened opened -> pullRequest = opened.url();
      case OutcomeEvent.Committed _,
          OutcomeEvent.Merged _,
          OutcomeEvent.LandingUndone _,
          OutcomeEvent.Dropped _,
          OutcomeEvent.Noted _ -> {}
    }
  }

  private void conversation(ConversationEvent event, int inTurn) {
    retry = null;
    switch (event) {
      case PromptQueued prompt -> {
        queued.put(prompt.promptId(), prompt);
        failedPrompts.remove(prompt.promptId());
      }
      case PromptSent prompt -> {
        rewinds.prompted(inTurn, prompt);
        // Kept as long as it may fail, so that it can be sent again as it was.
        attachments.keySet().retainAll(failedPrompts.keySet());
        attachments.put(prompt.promptId(), prompt.attachments());
        queued.remove(prompt.promptId());
        failedPrompts.remove(prompt.promptId());
        heard.prompted(prompt);
      }
      case PromptFailed prompt -> {
        heard.failed();
        queued.remove(prompt.promptId());
        failedPrompts.put(prompt.promptId(), prompt);
      }
      case ConversationEvent.PromptWithdrawn prompt -> {
        queued.remove(prompt.promptId());
        failedPrompts.remove(prompt.promptId());
      }
      case QuestionAsked question -> {
        heard.speaks();
        questions.put(question.questionId(), question);
      }
      case ConversationEvent.QuestionAnswered answer -> questions.remove(answer.questionId());
      case ConversationEvent.MessageAdded ignored -> heard.speaks();
      case ConversationEvent.ThoughtAdded ignored -> heard.speaks();
    }
  }

  private void work(WorkEvent event) {
    retry = null;
    heard.works();
    switch (event) {
      case ToolStarted call -> {
        openCalls.put(call.callId(), call);
        if (!call.byMuster()) {
          heard.speaks();
        }
      }
      case WorkEvent.ToolOutput ignored -> {}
      case WorkEvent.ToolFinished finished -> finished(finished);
      case WorkEvent.PlanChanged changed -> plan = List.copyOf(changed.steps());
    }
  }

  private void finished(WorkEvent.ToolFinished finished) {
    ToolStarted call = openCalls.remove(finished.callId());
    if (call == null) {
      return;
    }
    Integer exit = finished.exitCode();
    if (call.kind() == ToolKind.RUN && exit != null) {
      boolean seen = call.byMuster() || heard.inside();
      lastRun = new LastRun(call.title(), exit, finished.millis(), 0, seen);
    } else if (call.kind() == ToolKind.EDIT && finished.outcome() == ToolOutcome.OK) {
      countEdit();
    }
  }

  private void countEdit() {
    LastRun run = lastRun;
    if (run != null) {
      lastRun =
          new LastRun(
              run.command(), run.exitCode(), run.millis(), run.editsSince() + 1, run.observed());
    }
  }

  private void permission(PermissionEvent event) {
    switch (event) {
      case ApprovalAsked asked -> approvals.put(asked.requestId(), asked);
      case PermissionEvent.ApprovalAnswered answered -> {
        approvals.remove(answered.requestId());
        String rule = answered.rule();
        if (rule != null && answered.reach() == PermissionEvent.Reach.SESSION) {
          sessionRules.add(rule);
        }
      }
    }
  }

  private void turn(TurnEvent event, Recorded recorded) {
    switch (event) {
      case TurnEvent.TurnStarted ignored -> {
        turn = recorded.turn();
        turnSince = recorded.at();
        rewinds.turnBegan(turn);
        retry = null;
        lastEnd = null;
      }
      case TurnEvent.TurnEnded ended -> {
        lastEnd = ended.end();
        rewinds.turnEnded(turn, ended, plan);
        if (lastEnd == TurnEvent.End.DONE) {
          heard.speaks();
        }
        turnSince = null;
        retry = null;
        openCalls.clear();
      }
      case RetryScheduled scheduled -> retry = scheduled;
      case TurnEvent.Compacted ignored -> retry = null;
    }
  }

  private void observed(ObservedEvent event) {
    switch (event) {
      case ObservedEvent.TreeChanged changed ->
          changes =
              new Changes(
                  changed.treeHash(),
                  List.copyOf(changed.files()),
                  changed.added(),
                  changed.removed());
      case ObservedEvent.AgentStarted started -> {
        attempt = started.attempt();
        heard.started(started);
        rewinds.started(started);
      }
      case ObservedEvent.SilenceNoticed silence -> silentSince = silence.since();
      case ObservedEvent.AgentExited ignored -> openCalls.clear();
      case ObservedEvent.CheckpointMade ignored -> {}
      case ObservedEvent.CheckRan ignored -> {}
      case ObservedEvent.ClaimJudged ignored -> {}
    }
  }

  private void money(MoneyEvent event) {
    switch (event) {
      case UsageReported used -> {
        retry = null;
        money.used(used);
      }
      case LimitSeen seen -> money.seen(seen, lastEventAt);
    }
  }

  /** Where the session stands now. */
  public SessionState state() {
    return state;
  }

  /** Number of the last turn begun; 0 before the first. */
  public int turn() {
    return turn;
  }

  /** Rules the user granted for the rest of the session, in the policy's notation. */
  public List<String> sessionRules() {
    return List.copyOf(sessionRules);
  }

  /** How the last turn ended; null when none has, or while one runs. */
  public TurnEvent.@Nullable End lastEnd() {
    return lastEnd;
  }

  /** What the agent may not have taken in. */
  HeardFold heard() {
    return heard;
  }

  /** What was attached to the prompt that was sent last, or to one that failed. */
  public List<Attachment> attachments(String promptId) {
    return attachments.getOrDefault(promptId, List.of());
  }

  /** Where it was taken back to. */
  RewindFold rewinds() {
    return rewinds;
  }

  /** Whether an open call does more than look. */
  boolean mayChangeFiles(String callId) {
    ToolStarted call = openCalls.get(callId);
    return call != null && call.kind() != ToolKind.READ && call.kind() != ToolKind.SEARCH;
  }

  /** Tool calls that have begun and not ended, oldest first. */
  public List<ToolStarted> openCalls() {
    return List.copyOf(openCalls.values());
  }

  /** The session as it stands now. */
  public SessionSnapshot snapshot() {
    return new SessionSnapshot(
        id,
        lastSeq,
        title,
        created.projectId(),
        created.projectName(),
        created.repository(),
        created.agentId(),
        created.agentName(),
        created.model(),
        mode,
        created.startFrom(),
        created.limits(),
        created.scripted(),
        created.options(),
        state,
        stateSince,
        reason,
        closedAs,
        createdAt,
        lastEventAt,
        turn,
        turnSince,
        worktree,
        activity(),
        plan,
        List.copyOf(approvals.values()),
        List.copyOf(questions.values()),
        List.copyOf(queued.values()),
        List.copyOf(failedPrompts.values()),
        changes,
        money.totals(),
        lastRun,
        retry,
        silentSince,
        attempt,
        money.windows(),
        rewinds.token(),
        rewinds.mark(),
        rewinds.line().at(),
        rewinds.canGoForward(),
        heard.untold(),
        pullRequest);
  }

  private String activity() {
    if (!approvals.isEmpty()) {
      return "wants: " + approvals.values().iterator().next().exact();
    }
    if (!questions.isEmpty()) {
      return "asks: " + questions.values().iterator().next().text();
    }
    return Activity.of(state, worktree != null, retry != null, openCalls.values());
  }
}
