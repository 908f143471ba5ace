package dev.muster.engine.store;

import dev.muster.engine.event.ConversationEvent.MessageAdded;
import dev.muster.engine.event.ConversationEvent.PromptSent;
import dev.muster.engine.event.ConversationEvent.QuestionAsked;
import dev.muster.engine.event.ConversationEvent.ThoughtAdded;
import dev.muster.engine.event.MoneyEvent.UsageReported;
import dev.muster.engine.event.ObservedEvent;
import dev.muster.engine.event.ObservedEvent.CheckpointMade;
import dev.muster.engine.event.ObservedEvent.ClaimJudged;
import dev.muster.engine.event.ObservedEvent.FileDelta;
import dev.muster.engine.event.ObservedEvent.TreeChanged;
import dev.muster.engine.event.OutcomeEvent.Merged;
import dev.muster.engine.event.OutcomeEvent.Noted;
import dev.muster.engine.event.OutcomeEvent.PullRequestOpened;
import dev.muster.engine.event.Recorded;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.event.ToolKind;
import dev.muster.engine.event.ToolOutcome;
import dev.muster.engine.event.TurnEvent;
import dev.muster.engine.event.WorkEvent.ToolFinished;
import dev.muster.engine.event.WorkEvent.ToolOutput;
import dev.muster.engine.event.WorkEvent.ToolStarted;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Folds a session's events into what the history shows of it: its facts, the outline of its turns,
 * the files it touched and the commands it ran. What is new since it was last kept is told to a
 * {@link Keeper}. Used by one thread.
 */
final class StoryFold {
  /** Calls that may run at once; of more, the oldest are taken for ended. */
  private static final int OPEN_CALLS = 64;

  private static final int OPEN_PATHS = 16;

  /** Where what was folded is kept. */
  interface Keeper {
    /** A command began. */
    void began(long seq);

    /** A command ended. */
    void ended(long seq, @Nullable Integer exit, long millis, ToolOutcome outcome);

    /** A file was read ({@code edits} 0) or edited. */
    void touched(String path, boolean edited, long seq);

    /** These files, and only these, differ from the base. */
    void differ(List<FileDelta> files, long seq);

    /** A turn as it is now. */
    void turn(Stories.Turn turn);
  }

  /** A call that has not ended. */
  record Open(String call, long seq, ToolKind kind, List<String> paths) {}

  /**
   * Where a fold can go on.
   *
   * @param turn the last turn; null before the first event
   */
  record Kept(
      SessionFacts facts,
      Stories.@Nullable Turn turn,
      @Nullable Instant turnSince,
      List<Open> open) {}

  private final RowFold row;
  private final List<Open> open = new ArrayList<>();
  private @Nullable TurnTally turn;
  private @Nullable Instant turnSince;
  private @Nullable String usedModel;
  private @Nullable String outcome;
  private long workedMillis;
  private int claims;
  private int confirmed;
  private int contradicted;
  private int prompts;
  private int messages;
  private int commands;
  private int outputs;
  private int errors;
  private int edits;

  /** Begins. */
  StoryFold(SessionId id) {
    row = new RowFold(id);
  }

  /** Goes on. */
  StoryFold(Kept kept) {
    SessionFacts facts = kept.facts();
    row = new RowFold(facts.row());
    open.addAll(kept.open());
    turn = kept.turn() == null ? null : new TurnTally(kept.turn());
    turnSince = kept.turnSince();
    usedModel = facts.usedModel();
    outcome = facts.outcome();
    workedMillis = facts.worked().toMillis();
    claims = facts.claims();
    confirmed = facts.confirmed();
    contradicted = facts.contradicted();
    prompts = facts.prompts();
    messages = facts.messages();
    commands = facts.commands();
    outputs = facts.outputs();
    errors = facts.errors();
    edits = facts.edits();
  }

  /** Takes in the next event. */
  void add(Recorded next, Keeper keeper) {
    row.add(next);
    TurnTally now = turn;
    if (now == null || now.number() != next.turn()) {
      if (now != null) {
        keeper.turn(now.turn());
      }
      now = new TurnTally(next);
      turn = now;
    }
    now.add(next);
    switch (next.event()) {
      case PromptSent prompt -> {
        prompts++;
        now.prompt(prompt.text());
      }
      case MessageAdded _, ThoughtAdded _, QuestionAsked _ -> messages++;
      case ToolStarted tool -> started(tool, next.seq(), now, keeper);
      case ToolOutput _ -> outputs++;
      case ToolFinished tool -> finished(tool, next.seq(), now, keeper);
      case TurnEvent event -> turn(event, next.at(), now);
      case ObservedEvent event -> observed(event, next.seq(), now, keeper);
      case UsageReported used -> {
        usedModel = used.model();
        now.paid(used.costMicros());
      }
      case Merged merged -> outcome = merged.commit();
      case PullRequestOpened opened -> outcome = opened.url();
      case Noted noted -> {
        if (noted.level() == dev.muster.engine.event.OutcomeEvent.Level.ERROR) {
          error(now);
        }
      }
      // What is left says nothing that the history shows beside the story itself.
      default -> {}
    }
  }

  private void started(ToolStarted tool, long seq, TurnTally now, Keeper keeper) {
    if (tool.kind() == ToolKind.RUN) {
      commands++;
      now.command();
      keeper.began(seq);
    }
    if (tool.kind() == ToolKind.READ) {
      tool.paths().forEach(path -> keeper.touched(path, false, seq));
    }
    if (open.size() == OPEN_CALLS) {
      open.removeFirst();
    }
    List<String> paths = tool.kind() == ToolKind.EDIT ? tool.paths() : List.of();
    open.add(
        new Open(
            tool.callId(),
            seq,
            tool.kind(),
            List.copyOf(paths.subList(0, Math.min(paths.size(), OPEN_PATHS)))));
  }

  private void finished(ToolFinished tool, long seq, TurnTally now, Keeper keeper) {
    if (tool.outcome() == ToolOutcome.FAILED) {
      error(now);
    }
    for (int n = open.size() - 1; n >= 0; n--) {
      Open call = open.get(n);
      if (call.call().equals(tool.callId())) {
        open.remove(n);
        if (call.kind() == ToolKind.RUN) {
          keeper.ended(call.seq(), tool.exitCode(), tool.millis(), tool.outcome());
        } else if (call.kind() == ToolKind.EDIT && tool.outcome() == ToolOutcome.OK) {
          edits++;
          now.edit(tool.added(), tool.removed());
          call.paths().forEach(path -> keeper.touched(path, true, seq));
        }
        return;
      }
    }
  }

  private void turn(TurnEvent event, Instant at, TurnTally now) {
    switch (event) {
      case TurnEvent.TurnStarted _ -> turnSince = at;
      case TurnEvent.TurnEnded ended -> {
        if (turnSince != null) {
          // A clock that was set back must not take time away.
          workedMillis += Math.max(0, Duration.between(turnSince, at).toMillis());
        }
        turnSince = null;
        open.clear();
        now.ended(ended.end());
        if (ended.end() == TurnEvent.End.FAILED) {
          error(now);
        }
      }
      case TurnEvent.RetryScheduled _, TurnEvent.Compacted _ -> {}
    }
  }

  private void observed(ObservedEvent event, long seq, TurnTally now, Keeper keeper) {
    switch (event) {
      case TreeChanged tree -> keeper.differ(tree.files(), seq);
      case CheckpointMade made -> now.checkpoint(made.commit());
      case ClaimJudged judged -> {
        claims++;
        switch (judged.verdict()) {
          case CONFIRMED -> confirmed++;
          case CONTRADICTED -> contradicted++;
          case UNKNOWN -> {
            // Counted among the claims alone.
          }
        }
      }
      case ObservedEvent.AgentExited _ -> open.clear();
      case ObservedEvent.CheckRan _,
          ObservedEvent.TreeSeen _,
          ObservedEvent.AgentStarted _,
          ObservedEvent.SilenceNoticed _ -> {}
    }
  }

  private void error(TurnTally now) {
    errors++;
    now.error();
  }

  /** The sequence number of the last event folded in; 0 before the first. */
  long events() {
    return row.events();
  }

  /** What there is to keep now. */
  Kept kept() {
    return new Kept(facts(), turn == null ? null : turn.turn(), turnSince, List.copyOf(open));
  }

  SessionFacts facts() {
    return new SessionFacts(
        row.row(),
        usedModel,
        outcome,
        Duration.ofMillis(workedMillis),
        claims,
        confirmed,
        contradicted,
        prompts,
        messages,
        commands,
        outputs,
        errors,
        edits);
  }
}
