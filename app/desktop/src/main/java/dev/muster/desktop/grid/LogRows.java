package dev.muster.desktop.grid;

import dev.muster.desktop.control.LogKind;
import dev.muster.desktop.control.LogRow;
import dev.muster.desktop.control.Tone;
import dev.muster.desktop.control.VisibleText;
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
import dev.muster.engine.event.PermissionEvent.Subject;
import dev.muster.engine.event.PermissionEvent.Unasked;
import dev.muster.engine.event.Recorded;
import dev.muster.engine.event.ReviewEvent;
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

  /** Parts that were taken out and are remembered for the row that tells they were put back. */
  private static final int MOST_TAKEN = 1_000;

  private final LogOutput out;
  private final CallRows calls = new CallRows();
  private final SequencedMap<String, Streaming> streaming = new LinkedHashMap<>();
  private final Map<String, ApprovalAsked> asked = new LinkedHashMap<>();

  /** What to say when it is put back, by the id of what was taken out or edited. */
  private final Map<String, String> taken = new LinkedHashMap<>();

  private @Nullable String worktree;
  private boolean insideMuster;
  private List<String> planTexts = List.of();
  private @Nullable Instant turnBegan;
  private @Nullable Retry retry;

  private record Streaming(LogKind kind, StringBuilder text) {}

  private record Retry(String key, String text, Instant until) {}

  /**
   * @param worktree its path, as far as it is known before {@code WorktreeReady} is read; else null
   * @param insideMuster whether the agent's tools run inside Muster, as far as is known before its
   *     {@code AgentStarted} is read
   */
  public LogRows(LogOutput out, @Nullable String worktree, boolean insideMuster) {
    this.out = out;
    this.worktree = worktree;
    this.insideMuster = insideMuster;
  }

  /** Takes the next event in. */
  public void accept(Recorded recorded) {
    switch (recorded.event()) {
      case LifeEvent event -> life(event, recorded);
      case ConversationEvent event -> conversation(event);
      case WorkEvent event -> work(event, recorded);
      case PermissionEvent event -> permission(event);
      case TurnEvent event -> turn(event, recorded);
      case ObservedEvent event -> observed(event);
      case MoneyEvent ignored -> endRetry();
      case OutcomeEvent event -> put(EventNotes.outcome(event));
      case ReviewEvent event -> {
        review(event);
      }
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
      out.tail(LogRow.of(last.kind, PlainMarkdown.of(last.text.toString())));
    }
  }

  private void life(LifeEvent event, Recorded recorded) {
    switch (event) {
      case LifeEvent.SessionCreated ignored -> {
        // The pane's head tells it.
      }
      case LifeEvent.Renamed renamed -> note("Renamed to “" + renamed.title() + "”.");
      case LifeEvent.WorktreeReady ready -> {
        worktree = ready.path();
        put(EventNotes.worktree(ready));
      }
      case LifeEvent.ModeChanged changed ->
          note("You changed the mode to " + Words.mode(changed.mode()) + ".");
      case LifeEvent.StateChanged changed -> state(changed);
      case LifeEvent.Shelved shelved -> note(EventNotes.shelved(shelved.to()));
      case LifeEvent.Pruned ignored -> note("Pruned: what was here was thrown away on purpose.");
    }
  }

  private void state(LifeEvent.StateChanged changed) {
    if (!changed.to().takesSlot()) {
      abandon();
    }
    put(EventNotes.state(changed));
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
                  EventNotes.shown(sent),
                  EventNotes.origin(sent.origin(), sent.steer()),
                  Tone.NEUTRAL));
      case ConversationEvent.PromptFailed failed ->
          put(EventNotes.error("Not sent: " + failed.reason()));
      case ConversationEvent.PromptWithdrawn ignored -> note("A waiting prompt was withdrawn.");
      case ConversationEvent.MessageAdded message ->
          text("message:" + message.messageId(), LogKind.TEXT, PlainMarkdown.of(message.text()));
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

  private void work(WorkEvent event, Recorded recorded) {
    endRetry();
    switch (event) {
      case WorkEvent.ToolStarted started -> calls.started(recorded, started, out);
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
        calls.waiting(request.callId(), true, out);
        if (asked.size() > MOST_REQUESTS) {
          asked.remove(asked.keySet().iterator().next());
        }
      }
      case ApprovalAnswered answer -> {
        ApprovalAsked request = asked.remove(answer.requestId());
        Unasked unasked = answer.unasked();
        calls.waiting(request == null ? null : request.callId(), false, out);
        String what =
            request != null
                ? what(request.subject(), request.exact())
                : unasked == null ? "a request" : what(unasked.subject(), unasked.exact());
        put(EventNotes.answered(answer, what));
      }
    }
  }

  private String what(Subject subject, String path) {
    String exact = Words.inWorktree(worktree, path);
    return subject == Subject.RUN ? exact : VisibleText.onOneLine(exact);
  }

  private void review(ReviewEvent event) {
    switch (event) {
      case ReviewEvent.PartDropped part ->
          taken(part.dropId(), "You put back " + part.what() + ".");
      case ReviewEvent.FileEdited edit ->
          taken(
              edit.changeId(),
              "You took back your edit of " + VisibleText.onOneLine(edit.path()) + ".");
      default -> {
        // Cannot be put back.
      }
    }
    put(
        event instanceof ReviewEvent.PartRestored back
            ? EventNotes.restored(taken.get(back.dropId()))
            : EventNotes.review(event));
  }

  private void taken(String id, String whenBack) {
    taken.put(id, whenBack);
    if (taken.size() > MOST_TAKEN) {
      taken.remove(taken.keySet().iterator().next());
    }
  }

  private void turn(TurnEvent event, Recorded recorded) {
    switch (event) {
      case TurnEvent.TurnStarted ignored -> {
        endRetry();
        calls.anew();
        turnBegan = recorded.at();
      }
      case TurnEvent.TurnEnded ended -> {
        abandon();
        Instant began = turnBegan;
        String took =
            began == null ? "" : Words.took(Duration.between(began, recorded.at()).toMillis());
        put(EventNotes.ended(ended, recorded.turn(), took));
        turnBegan = null;
      }
      case TurnEvent.RetryScheduled scheduled -> {
        endRetry();
        Retry waiting =
            new Retry(
                "retry:" + recorded.seq(),
                "The model did not answer ("
                    + EventNotes.cause(scheduled.cause())
                    + "). Trying again",
                scheduled.until());
        retry = waiting;
        out.put(new LogRow(waiting.key, LogKind.NOTE, waiting.text, "", Tone.WARNING));
      }
      case TurnEvent.Compacted compacted -> put(EventNotes.compacted(compacted));
    }
  }

  private void observed(ObservedEvent event) {
    if (event instanceof ObservedEvent.AgentStarted started) {
      insideMuster = started.pid() == null;
      calls.anew();
    } else if (event instanceof ObservedEvent.AgentExited) {
      abandon();
    }
    put(EventNotes.observed(event));
  }

  /** Whatever was under way will not be finished. */
  private void abandon() {
    calls.abandon(out);
    dropStreaming();
    endRetry();
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
    out.put(EventNotes.note(text));
  }

  private void put(@Nullable LogRow row) {
    if (row != null) {
      out.put(row);
    }
  }
}
