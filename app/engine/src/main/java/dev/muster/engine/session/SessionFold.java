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
import dev.muster.engine.event.PermissionMode;
import dev.muster.engine.event.Recorded;
import dev.muster.engine.event.ReviewEvent;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.event.SessionState;
import dev.muster.engine.event.TurnEvent;
import dev.muster.engine.event.TurnEvent.RetryScheduled;
import dev.muster.engine.event.UnknownEvent;
import dev.muster.engine.event.WorkEvent;
import dev.muster.engine.event.WorkEvent.PlanStep;
import dev.muster.engine.event.WorkEvent.ToolStarted;
import dev.muster.engine.session.SessionSnapshot.Changes;
import java.time.Instant;
import java.util.List;
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
  private Changes changes = Changes.NONE;
  private @Nullable RetryScheduled retry;
  private @Nullable Instant silentSince;
  private int attempt;
  private final MoneyFold money;
  private @Nullable String pullRequest;
  private @Nullable String landedOn;
  private final PromptFold prompts;
  private final AskFold asks;
  private final RunFold runs;
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
    prompts = new PromptFold();
    asks = new AskFold();
    runs = new RunFold(1);
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
    changes = other.changes;
    retry = other.retry;
    silentSince = other.silentSince;
    attempt = other.attempt;
    money = new MoneyFold(other.money);
    pullRequest = other.pullRequest;
    landedOn = other.landedOn;
    prompts = new PromptFold(other.prompts);
    asks = new AskFold(other.asks);
    runs = new RunFold(other.runs);
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
    runs.apply(recorded);
    switch (recorded.event()) {
      case LifeEvent event -> life(event, recorded.at());
      case ConversationEvent event -> conversation(event, recorded.turn());
      case WorkEvent event -> work(event);
      case PermissionEvent event -> asks.permission(event);
      case TurnEvent event -> turn(event, recorded);
      case ObservedEvent event -> observed(event);
      case MoneyEvent event -> money(event);
      case OutcomeEvent event -> outcome(event);
      case ReviewEvent _, UnknownEvent _ -> {
        // A review is a fold of its own; what a newer version wrote is shown in the log.
      }
    }
  }

  private void life(LifeEvent event, Instant at) {
    switch (event) {
      case SessionCreated _ -> {} // only the first one counts
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
        if (rewinds.line().at() == 0 && rewinds.token() == null) {
          heard.beginsAgain();
        }
      }
      case OutcomeEvent.PullRequestOpened opened -> pullRequest = opened.url();
      case OutcomeEvent.Merged merged -> landedOn = merged.target();
      case OutcomeEvent.LandingUndone _ -> landedOn = null;
      case OutcomeEvent.Committed _, OutcomeEvent.Dropped _, OutcomeEvent.Noted _ -> {}
    }
  }

  private void conversation(ConversationEvent event, int inTurn) {
    retry = null;
    switch (event) {
      case PromptQueued prompt -> prompts.queued(prompt);
      case PromptSent prompt -> {
        rewinds.prompted(inTurn, prompt);
        prompts.sent(prompt);
        heard.prompted(prompt);
      }
      case PromptFailed prompt -> {
        heard.failed();
        prompts.failed(prompt);
      }
      case ConversationEvent.PromptWithdrawn prompt -> prompts.gone(prompt.promptId());
      case QuestionAsked question -> {
        heard.speaks();
        asks.asked(question);
      }
      case ConversationEvent.QuestionAnswered answer -> asks.answered(answer.questionId());
      case ConversationEvent.MessageAdded _, ConversationEvent.ThoughtAdded _ -> heard.speaks();
    }
  }

  private void work(WorkEvent event) {
    retry = null;
    heard.works();
    switch (event) {
      case ToolStarted call -> {
        if (!call.byMuster()) {
          heard.speaks();
        }
      }
      case WorkEvent.ToolOutput _, WorkEvent.ToolFinished _ -> {}
      case WorkEvent.PlanChanged changed -> plan = List.copyOf(changed.steps());
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
      }
      case RetryScheduled scheduled -> retry = scheduled;
      case TurnEvent.Compacted ignored -> retry = null;
    }
  }

  private void observed(ObservedEvent event) {
    switch (event) {
      case ObservedEvent.TreeChanged changed -> {
        landedOn = null;
        changes =
            new Changes(
                changed.treeHash(),
                List.copyOf(changed.files()),
                changed.added(),
                changed.removed());
      }
      case ObservedEvent.AgentStarted started -> {
        attempt = started.attempt();
        heard.started(started);
        rewinds.started(started);
      }
      case ObservedEvent.SilenceNoticed silence -> silentSince = silence.since();
      case ObservedEvent.AgentExited _,
          ObservedEvent.TreeSeen _,
          ObservedEvent.CheckpointMade _,
          ObservedEvent.CheckRan _,
          ObservedEvent.ClaimJudged _ -> {}
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
    return asks.rules();
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
    return prompts.attachments(promptId);
  }

  /** Where it was taken back to. */
  RewindFold rewinds() {
    return rewinds;
  }

  /** Whether an open call does more than look. */
  boolean mayChangeFiles(String callId) {
    return runs.mayChangeFiles(callId);
  }

  /** Whether seeing the same tree again would tell on what a command ran. */
  boolean wouldTell(ObservedEvent.TreeSeen again) {
    return runs.wouldTell(again);
  }

  /** Tool calls that have begun and not ended, oldest first. */
  public List<ToolStarted> openCalls() {
    return runs.open();
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
        asks.approvals(),
        asks.questions(),
        prompts.queued(),
        prompts.failed(),
        changes,
        money.totals(),
        runs.last(),
        retry,
        silentSince,
        attempt,
        money.windows(),
        rewinds.token(),
        rewinds.mark(),
        rewinds.line().at(),
        rewinds.canGoForward(),
        heard.untold(),
        pullRequest,
        landedOn);
  }

  private String activity() {
    String wanted = asks.wanted();
    return wanted != null
        ? wanted
        : Activity.of(state, worktree != null, retry != null, runs.open());
  }
}
