package dev.muster.engine.session;

import dev.muster.engine.event.ClosedAs;
import dev.muster.engine.event.ConversationEvent.PromptFailed;
import dev.muster.engine.event.ConversationEvent.PromptQueued;
import dev.muster.engine.event.ConversationEvent.QuestionAsked;
import dev.muster.engine.event.LifeEvent.WorktreeReady;
import dev.muster.engine.event.Limits;
import dev.muster.engine.event.MoneyEvent.LimitSeen;
import dev.muster.engine.event.ObservedEvent.FileDelta;
import dev.muster.engine.event.OutcomeEvent.Rewound;
import dev.muster.engine.event.PermissionEvent.ApprovalAsked;
import dev.muster.engine.event.PermissionMode;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.event.SessionState;
import dev.muster.engine.event.TurnEvent.RetryScheduled;
import dev.muster.engine.event.WorkEvent.PlanStep;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A session as it stands after one of its events: a fold of the journal and nothing else ({@link
 * SessionFold}). Immutable.
 *
 * @param lastSeq the event it stands after
 * @param stateSince when it came to this state
 * @param reason why it is in this state, a sentence; null where the state says it all
 * @param turn number of the last turn begun; 0 before the first
 * @param turnSince when that turn began; null when none runs
 * @param worktree null until it was made
 * @param activity what it does right now, a few words: "running npm test"; empty when nothing runs
 * @param approvals open requests, oldest first
 * @param questions open questions, oldest first
 * @param queued prompts that wait, oldest first
 * @param failedPrompts prompts that could not be sent and were not sent again
 * @param retry the wait before the next try, while it lasts
 * @param silentSince since when there is no sign of life; null when there is
 * @param attempt number of the last run of the agent; 0 before the first
 * @param windows what it last told of each usage window of its account, by the window's name
 * @param resumeToken the agent's own id of the conversation; null where it has none
 * @param resumeAt the agent's own name of the point of it to go on from; null for its end
 * @param standsAt the turn whose files and story it stands on: the last one begun, or an earlier
 *     one it was taken back to; 0 for the beginning
 * @param rewound the last rewind, while it can be taken back; null when there is none, or a turn
 *     has begun since
 * @param untold whether its agent does not remember what was said before, and is told with its next
 *     prompt
 * @param pullRequest address of the last pull request that was opened for its work; null when there
 *     is none
 * @param landedOn the branch that all of the work is in by a landing that was not undone; null when
 *     there is none, or files have changed since
 */
public record SessionSnapshot(
    SessionId id,
    long lastSeq,
    String title,
    String projectId,
    String projectName,
    String repository,
    String agentId,
    String agentName,
    @Nullable String model,
    PermissionMode mode,
    String startFrom,
    Limits limits,
    boolean scripted,
    Map<String, String> options,
    SessionState state,
    Instant stateSince,
    @Nullable String reason,
    @Nullable ClosedAs closedAs,
    Instant createdAt,
    Instant lastEventAt,
    int turn,
    @Nullable Instant turnSince,
    @Nullable WorktreeReady worktree,
    String activity,
    List<PlanStep> plan,
    List<ApprovalAsked> approvals,
    List<QuestionAsked> questions,
    List<PromptQueued> queued,
    List<PromptFailed> failedPrompts,
    Changes changes,
    Totals totals,
    @Nullable CommandRun lastRun,
    @Nullable RetryScheduled retry,
    @Nullable Instant silentSince,
    int attempt,
    Map<String, SeenWindow> windows,
    @Nullable String resumeToken,
    @Nullable String resumeAt,
    int standsAt,
    @Nullable Rewound rewound,
    boolean untold,
    @Nullable String pullRequest,
    @Nullable String landedOn) {

  /** A usage window of the agent's account, and when it was told. */
  public record SeenWindow(LimitSeen seen, Instant at) {}

  /** How the worktree differs from the session's base. */
  public record Changes(@Nullable String treeHash, List<FileDelta> files, int added, int removed) {
    /** No difference. */
    public static final Changes NONE = new Changes(null, List.of(), 0, 0);
  }

  /**
   * What was used over all turns.
   *
   * @param costMicros micro-dollars of the requests whose cost is known
   * @param costKnown whether that is all of them; false while nothing was reported
   */
  public record Totals(
      long input,
      long output,
      long cacheRead,
      long cacheWrite,
      long costMicros,
      boolean costKnown,
      @Nullable Long contextUsed,
      @Nullable Long contextSize) {
    /** Nothing used yet. */
    public static final Totals NONE = new Totals(0, 0, 0, 0, 0, false, null, null);

    /** Tokens in and out, the cached ones included. */
    public long tokens() {
      return input + output + cacheRead + cacheWrite;
    }
  }

  /** How many steps of the plan are done. */
  public int planDone() {
    return (int)
        plan.stream()
            .filter(step -> step.state() == dev.muster.engine.event.WorkEvent.StepState.DONE)
            .count();
  }
}
