package dev.muster.desktop.grid;

import dev.muster.desktop.control.LogKind;
import dev.muster.desktop.control.LogRow;
import dev.muster.desktop.control.Tone;
import dev.muster.desktop.live.Words;
import dev.muster.engine.agent.AgentListener.TailKind;
import dev.muster.engine.event.ConversationEvent;
import dev.muster.engine.event.LifeEvent;
import dev.muster.engine.event.MoneyEvent;
import dev.muster.engine.event.ObservedEvent;
import dev.muster.engine.event.OutcomeEvent;
import dev.muster.engine.event.PermissionEvent;
import dev.muster.engine.event.PermissionEvent.ApprovalAnswered;
import dev.muster.engine.event.PermissionEvent.ApprovalAsked;
import dev.muster.engine.event.PromptOrigin;
import dev.muster.engine.event.Recorded;
import dev.muster.engine.event.SessionState;
import dev.muster.engine.event.TurnEvent;
import dev.muster.engine.event.UnknownEvent;
import dev.muster.engine.event.WorkEvent;
import dev.muster.engine.event.WorkEvent.PlanStep;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * Translates a session's events into the rows of its log: the same events always give the same
 * rows. What is streaming gets a row that is marked so, and that the stored text replaces.
 */
public final class LogRows {
  /** Characters of streaming text shown; the stored message has them all. */
  private static final int MOST_STREAMING = 32_768;

  /** Texts that may stream at once: the agent's own and its sub-agents'. */
  private static final int MOST_STREAMS = 16;

  /** Open requests that are remembered for the row that tells their answer. */
  private static final int MOST_REQUESTS = 256;

  private final LogOutput out;
  private final CallRows calls = new CallRows();
  private final SequencedMap<String, Streaming> streaming = new LinkedHashMap<>();
  private final Map<String, ApprovalAsked> asked = new LinkedHashMap<>();
  private boolean insideMuster;
  private List<String> planTexts = List.of();
  private @Nullable Instant turnBegan;
  private @Nullable Retry retry;

  private record Streaming(LogKind kind, StringBuilder text) {}

  private record Retry(String key, String text, Instant until) {}

  /**
   * @param insideMuster whether the agent's tools run inside Muster, as far as is known before its
   *     {@code AgentStarted} is read
   */
  public LogRows(LogOutput out, boolean insideMuster) {
    this.out = out;
    this.insideMuster = insideMuster;
  }

  /** Takes the next event in. */
  public void accept(Recorded recorded) {
    switch (recorded.event()) {
      case LifeEvent event -> life(event, recorded);
      case ConversationEvent event -> conversation(event);
      case WorkEvent event -> work(event, recorded.at());
      case PermissionEvent event -> permission(event);
      case TurnEvent event -> turn(event, recorded);
      case ObservedEvent event -> observed(event);
      case MoneyEvent ignored -> endRetry();
      case OutcomeEvent event -> outcome(event);
      case UnknownEvent event ->
          note("Something a newer Muster wrote (" + event.kind() + "); it is kept as it is.");
    }
  }

  /** Takes a piece of streaming text in. */
  public void tail(String id, TailKind kind, String text) {
    endRetry();
    switch (kind) {
      case OUTPUT -> calls.tail(id, text, out);
      case MESSAGE -> stream("message:" + id, LogKind.TEXT, text);
      case THOUGHT -> stream("thought:" + id, LogKind.THOUGHT, text);
    }
  }

  /** A streaming text will not come after all. */
  public void tailDropped(String id) {
    calls.tailDropped(id, out);
    for (String key : List.of("message:" + id, "thought:" + id)) {
      streaming.remove(key);
    }
    showStreaming();
  }

  /** Renews what changes with the clock alone: how long a command runs, when the next try is. */
  public void tick(Instant now) {
    calls.tick(now, out);
    Retry waiting = retry;
    if (waiting != null) {
      Duration left = Duration.between(now, waiting.until);
      String note = left.isPositive() ? "in " + Words.running(left.plusMillis(999)) : "now";
      out.put(new LogRow(waiting.key, LogKind.NOTE, waiting.text, note, Tone.WARNING));
    }
  }

  /** Whether the clock alone can change anything now. */
  public boolean ticking() {
    return retry != null || calls.anyRunning();
  }

  /** Folds or unfolds what belongs to a row; false when there is nothing to fold. */
  public boolean toggle(@Nullable String key) {
    return key != null && calls.toggle(key, out);
  }

  private void stream(String key, LogKind kind, String text) {
    // Put in again, so that the text that moved last is the last one and the one shown.
    Streaming known = streaming.remove(key);
    Streaming now = known == null ? new Streaming(kind, new StringBuilder()) : known;
    now.text.append(text);
    if (now.text.length() > MOST_STREAMING) {
      now.text.delete(0, now.text.length() - MOST_STREAMING);
    }
    streaming.put(key, now);
    if (streaming.size() > MOST_STREAMS) {
      streaming.remove(streaming.keySet().iterator().next());
    }
    showStreaming();
  }

  private void showStreaming() {
    if (streaming.isEmpty()) {
      out.tail(null);
    } else {
      Streaming last = streaming.sequencedValues().getLast();
      out.tail(LogRow.of(last.kind, last.text.toString()));
    }
  }

  private void life(LifeEvent event, Recorded recorded) {
    switch (event) {
      case LifeEvent.SessionCreated ignored -> {
        // The pane's head tells it.
      }
      case LifeEvent.Renamed renamed -> note("Renamed to “" + renamed.title() + "”.");
      case LifeEvent.WorktreeReady ready ->
          note(
              "Worktree on "
                  + ready.branch()
                  + ", from "
                  + (ready.baseBranch() == null ? "" : ready.baseBranch() + " at ")
                  + shortId(ready.baseCommit())
                  + ".");
      case LifeEvent.ModeChanged changed -> note("It may now: " + Words.mode(changed.mode()) + ".");
      case LifeEvent.StateChanged changed -> state(changed);
    }
  }

  private void state(LifeEvent.StateChanged changed) {
    String reason = changed.reason();
    if (!changed.to().takesSlot()) {
      calls.abandon(out);
      dropStreaming();
      endRetry();
    }
    if (changed.to() == SessionState.FAILED || changed.to() == SessionState.LOST) {
      error(reason == null ? "The session is " + Words.state(changed.to()) + "." : reason);
    } else if (reason != null) {
      note(reason);
    } else if (changed.to() == SessionState.STOPPED || changed.to() == SessionState.CLOSED) {
      note("The session is " + Words.state(changed.to()) + ".");
    }
  }

  private void conversation(ConversationEvent event) {
    endRetry();
    switch (event) {
      case ConversationEvent.PromptQueued ignored -> {
        // Shown above the composer while it waits.
      }
      case ConversationEvent.PromptSent sent ->
          out.put(
              new LogRow(
                  "prompt:" + sent.promptId(),
                  LogKind.PROMPT,
                  sent.text(),
                  origin(sent.origin(), sent.steer()),
                  Tone.NEUTRAL));
      case ConversationEvent.PromptFailed failed -> error("Not sent: " + failed.reason());
      case ConversationEvent.PromptWithdrawn ignored -> note("A waiting prompt was withdrawn.");
      case ConversationEvent.MessageAdded message ->
          text("message:" + message.messageId(), LogKind.TEXT, message.text());
      case ConversationEvent.ThoughtAdded thought ->
          text("thought:" + thought.messageId(), LogKind.THOUGHT, thought.text());
      case ConversationEvent.QuestionAsked question ->
          out.put(LogRow.of(LogKind.ASK, question.text()));
      case ConversationEvent.QuestionAnswered answered -> {
        String answer = answered.answer();
        if (answer == null) {
          note("The question was withdrawn.");
        } else {
          out.put(LogRow.of(LogKind.PROMPT, answer).withNote("answered", Tone.NEUTRAL));
        }
      }
    }
  }

  private void text(String key, LogKind kind, String text) {
    if (streaming.remove(key) != null) {
      showStreaming();
    }
    if (!text.isBlank()) {
      out.put(LogRow.of(kind, text.strip()).withKey(key));
    }
  }

  private void work(WorkEvent event, Instant at) {
    endRetry();
    switch (event) {
      case WorkEvent.ToolStarted started -> calls.started(started, at, out);
      case WorkEvent.ToolOutput output -> calls.output(output, out);
      case WorkEvent.ToolFinished finished -> calls.finished(finished, insideMuster, out);
      case WorkEvent.PlanChanged changed -> plan(changed.steps());
    }
  }

  /** A step that was ticked off shows in the plan's tab; only another plan is worth a row. */
  private void plan(List<PlanStep> steps) {
    List<String> texts = steps.stream().map(PlanStep::text).toList();
    if (!texts.equals(planTexts)) {
      String word = planTexts.isEmpty() ? "Plan: " : "Plan updated: ";
      out.put(LogRow.of(LogKind.PLAN, word + Words.count(texts.size(), "step", "steps")));
      planTexts = texts;
    }
  }

  private void permission(PermissionEvent event) {
    switch (event) {
      case ApprovalAsked request -> {
        asked.put(request.requestId(), request);
        if (asked.size() > MOST_REQUESTS) {
          asked.remove(asked.keySet().iterator().next());
        }
      }
      case ApprovalAnswered answer -> {
        ApprovalAsked request = asked.remove(answer.requestId());
        String what = request == null ? "a request" : request.exact();
        switch (answer.by()) {
          case MODE -> {
            // The mode says what goes without asking; a row for each would bury the work.
          }
          case NOBODY -> note("No longer asked: " + what);
          case USER, RULE, HOOK -> answered(answer, what);
        }
      }
    }
  }

  private void answered(ApprovalAnswered answer, String what) {
    String how =
        switch (answer.by()) {
          case USER -> "by you";
          case RULE -> "by a rule";
          case HOOK -> "by a hook";
          case MODE, NOBODY -> "";
        };
    String reach =
        switch (answer.reach()) {
          case ONCE -> "";
          case SESSION -> ", for this session";
          case PROJECT -> ", for this project";
          case ALWAYS -> ", always";
        };
    String note = answer.note();
    String said = note == null || note.isBlank() ? "" : "\n“" + note.strip() + "”";
    out.put(
        LogRow.of(LogKind.NOTE, (answer.allowed() ? "Allowed: " : "Denied: ") + what + said)
            .withNote(how + reach, answer.allowed() ? Tone.NEUTRAL : Tone.WARNING));
  }

  private void turn(TurnEvent event, Recorded recorded) {
    switch (event) {
      case TurnEvent.TurnStarted ignored -> {
        endRetry();
        turnBegan = recorded.at();
      }
      case TurnEvent.TurnEnded ended -> {
        endRetry();
        calls.abandon(out);
        dropStreaming();
        ended(ended, recorded);
        turnBegan = null;
      }
      case TurnEvent.RetryScheduled scheduled -> {
        endRetry();
        Retry waiting =
            new Retry(
                "retry:" + recorded.seq(),
                "The model did not answer (" + scheduled.cause() + "). Trying again",
                scheduled.until());
        retry = waiting;
        out.put(new LogRow(waiting.key, LogKind.NOTE, waiting.text, "", Tone.WARNING));
      }
      case TurnEvent.Compacted compacted -> {
        Long before = compacted.tokensBefore();
        Long after = compacted.tokensAfter();
        String sizes =
            before == null || after == null
                ? ""
                : " from " + Words.tokens(before) + " to " + Words.tokens(after) + " tokens";
        note("The conversation was shortened" + sizes + ".");
      }
    }
  }

  private void ended(TurnEvent.TurnEnded ended, Recorded recorded) {
    Instant began = turnBegan;
    String took =
        began == null ? "" : Words.took(Duration.between(began, recorded.at()).toMillis());
    String reason = ended.reason();
    switch (ended.end()) {
      case DONE ->
          out.put(
              LogRow.of(LogKind.NOTE, "Turn " + recorded.turn() + " is done.")
                  .withNote(took, Tone.NEUTRAL));
      case INTERRUPTED -> note(reason == null ? "Interrupted." : "Interrupted: " + reason);
      case FAILED -> error(reason == null ? "The turn failed." : reason);
      case LIMIT ->
          out.put(
              LogRow.of(LogKind.NOTE, reason == null ? "A limit was reached." : reason)
                  .withNote("stopped at a limit", Tone.WARNING));
    }
  }

  private void observed(ObservedEvent event) {
    switch (event) {
      case ObservedEvent.TreeChanged ignored -> {
        // The diff tab's numbers tell it.
      }
      case ObservedEvent.CheckpointMade ignored -> {
        // One after each turn; a row for each says nothing new.
      }
      case ObservedEvent.CheckRan check ->
          out.put(
              LogRow.of(LogKind.RUN, check.command() + "  (check: " + check.name() + ")")
                  .withNote(
                      "exit " + check.exitCode() + " · " + Words.took(check.millis()),
                      check.exitCode() == 0 ? Tone.SUCCESS : Tone.DANGER));
      case ObservedEvent.ClaimJudged claim ->
          out.put(
              LogRow.of(LogKind.NOTE, "“" + claim.claim() + "”: " + claim.because())
                  .withNote(
                      switch (claim.verdict()) {
                        case CONFIRMED -> "confirmed";
                        case CONTRADICTED -> "contradicted";
                        case UNKNOWN -> "not known";
                      },
                      switch (claim.verdict()) {
                        case CONFIRMED -> Tone.SUCCESS;
                        case CONTRADICTED -> Tone.DANGER;
                        case UNKNOWN -> Tone.NEUTRAL;
                      }));
      case ObservedEvent.AgentStarted started -> {
        insideMuster = started.pid() == null;
        if (started.attempt() > 1) {
          note("The agent was resumed (attempt " + started.attempt() + ").");
        }
      }
      case ObservedEvent.AgentExited exited -> {
        calls.abandon(out);
        dropStreaming();
        String reason = exited.reason();
        if (reason != null) {
          note(reason);
        }
      }
      case ObservedEvent.SilenceNoticed ignored ->
          out.put(
              LogRow.of(LogKind.NOTE, "No sign of life for a while.")
                  .withNote("silent", Tone.WARNING));
    }
  }

  private void outcome(OutcomeEvent event) {
    switch (event) {
      case OutcomeEvent.Committed committed ->
          note("Committed " + shortId(committed.commit()) + ": " + committed.message());
      case OutcomeEvent.Merged merged ->
          note("Merged into " + merged.target() + " as " + shortId(merged.commit()) + ".");
      case OutcomeEvent.PullRequestOpened opened -> note("Pull request: " + opened.url());
      case OutcomeEvent.Dropped dropped -> note("Dropped; it stays reachable as " + dropped.ref());
      case OutcomeEvent.Noted noted -> {
        switch (noted.level()) {
          case INFO -> note(noted.text());
          case WARNING ->
              out.put(LogRow.of(LogKind.NOTE, noted.text()).withNote("warning", Tone.WARNING));
          case ERROR -> error(noted.text());
        }
      }
    }
  }

  private void dropStreaming() {
    if (!streaming.isEmpty()) {
      streaming.clear();
      showStreaming();
    }
  }

  private void endRetry() {
    Retry waiting = retry;
    if (waiting != null) {
      retry = null;
      out.put(new LogRow(waiting.key, LogKind.NOTE, waiting.text, "tried again", Tone.NEUTRAL));
    }
  }

  private void note(String text) {
    out.put(LogRow.of(LogKind.NOTE, text));
  }

  private void error(String text) {
    out.put(LogRow.of(LogKind.ERROR, text));
  }

  private static String origin(PromptOrigin origin, boolean steer) {
    return switch (origin) {
      case USER -> steer ? "into the running turn" : "";
      case QUEUE -> "from the queue";
      case REVIEW -> "from the review";
      case GOAL -> "from the goal";
      case LEAD -> "from the lead";
      case HOOK -> "from a hook";
    };
  }

  private static String shortId(String commit) {
    return commit.substring(0, Math.min(8, commit.length()));
  }
}
