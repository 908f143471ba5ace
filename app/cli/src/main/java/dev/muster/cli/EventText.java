package dev.muster.cli;

import dev.muster.engine.event.ConversationEvent;
import dev.muster.engine.event.DecisionText;
import dev.muster.engine.event.EventJson;
import dev.muster.engine.event.LifeEvent;
import dev.muster.engine.event.MoneyEvent;
import dev.muster.engine.event.ObservedEvent;
import dev.muster.engine.event.OutcomeEvent;
import dev.muster.engine.event.PermissionEvent;
import dev.muster.engine.event.PermissionEvent.DecidedBy;
import dev.muster.engine.event.PromptOrigin;
import dev.muster.engine.event.Recorded;
import dev.muster.engine.event.ReviewEvent;
import dev.muster.engine.event.SessionState;
import dev.muster.engine.event.TurnEvent;
import dev.muster.engine.event.UnknownEvent;
import dev.muster.engine.event.WorkEvent;
import dev.muster.engine.imported.Importer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** Tells events as lines for people. */
final class EventText {
  private static final int LINE = 160;
  private static final int MOST_TAKEN = 1_000;

  private final Consumer<String> out;
  private final CallText calls;

  /** What to say when it is put back, by the id of what was taken out or edited. */
  private final Map<String, String> taken = new LinkedHashMap<>();

  EventText(Consumer<String> out) {
    this.out = out;
    this.calls = new CallText(out);
  }

  void tell(Recorded recorded) {
    try {
      tellWhole(recorded);
    } catch (NullPointerException incomplete) {
      // A journal of another version may lack what this one expects; the rest must still be told.
      out.accept("  (" + EventJson.kind(recorded.event()) + ": this version cannot read it)");
    }
  }

  private void tellWhole(Recorded recorded) {
    switch (recorded.event()) {
      case LifeEvent event -> life(event);
      case ConversationEvent event -> conversation(event);
      case WorkEvent event -> work(event);
      case PermissionEvent event -> permission(event);
      case TurnEvent event -> turn(event);
      case ObservedEvent event -> observed(event);
      case OutcomeEvent event -> outcome(event);
      case ReviewEvent event -> review(event);
      case MoneyEvent.UsageReported ignored -> {
        // Summed up at the end.
      }
      case MoneyEvent.LimitSeen limit ->
          out.accept(
              "  limit %s: %d %% used"
                  .formatted(
                      Plain.line(limit.window(), LINE), Math.round(limit.usedFraction() * 100)));
      case UnknownEvent unknown ->
          out.accept("  (" + Plain.line(unknown.kind(), LINE) + ", told by a newer version)");
    }
  }

  private void life(LifeEvent event) {
    switch (event) {
      case LifeEvent.SessionCreated created -> {
        out.accept("# " + Plain.line(created.title(), LINE));
        // An imported one began somewhere; from what, and what it was allowed, is not known.
        boolean known = !created.options().containsKey(Importer.CONVERSATION);
        out.accept(
            "  %s%s%s, in %s%s"
                .formatted(
                    Plain.line(created.agentName(), LINE),
                    created.scripted() ? " (scripted)" : "",
                    known ? ", " + Words.mode(created.mode()) + " mode" : "",
                    Plain.line(created.projectName(), LINE),
                    known ? " from " + Plain.line(created.startFrom(), LINE) : ""));
      }
      case LifeEvent.Renamed renamed -> out.accept("# " + Plain.line(renamed.title(), LINE));
      case LifeEvent.WorktreeReady ready ->
          out.accept(
              "  worktree " + Plain.path(ready.path()) + " on " + Plain.text(ready.branch()));
      case LifeEvent.ModeChanged changed ->
          out.accept("  mode changed to " + Words.mode(changed.mode()) + " by you");
      case LifeEvent.Shelved shelved -> out.accept("= " + Words.shelved(shelved.to()));
      case LifeEvent.Pruned pruned -> Words.pruned(pruned).forEach(out);
      case LifeEvent.StateChanged changed -> {
        boolean worthTelling =
            changed.to() == SessionState.QUEUED || changed.reason() != null || isOver(changed);
        if (worthTelling) {
          String reason = changed.reason();
          out.accept(
              "= " + Words.state(changed.to()) + (reason == null ? "" : ": " + Plain.text(reason)));
        }
      }
    }
  }

  private static boolean isOver(LifeEvent.StateChanged changed) {
    return !changed.to().takesSlot();
  }

  private void conversation(ConversationEvent event) {
    switch (event) {
      case ConversationEvent.PromptQueued ignored -> {
        // Told when it is sent.
      }
      case ConversationEvent.PromptSent sent ->
          block(sent.origin() == PromptOrigin.MUSTER ? "> (Muster) " : "> ", sent.text());
      case ConversationEvent.PromptFailed failed ->
          out.accept("! The prompt was not sent: " + Plain.text(failed.reason()));
      case ConversationEvent.PromptWithdrawn ignored -> out.accept("! The prompt was taken back.");
      case ConversationEvent.MessageAdded message -> block("", message.text());
      case ConversationEvent.ThoughtAdded ignored -> {
        // In the journal and the window; here it would bury what is done.
      }
      case ConversationEvent.QuestionAsked question -> {
        block("? ", question.text());
        question.options().forEach(option -> out.accept("    - " + Plain.line(option, LINE)));
      }
      case ConversationEvent.QuestionAnswered answered -> {
        String answer = answered.answer();
        out.accept(answer == null ? "  (withdrawn)" : "  answered: " + Plain.line(answer, LINE));
      }
    }
  }

  private void work(WorkEvent event) {
    switch (event) {
      case WorkEvent.ToolStarted call -> calls.started(call);
      case WorkEvent.ToolOutput output -> calls.output(output);
      case WorkEvent.ToolFinished finished -> calls.finished(finished);
      case WorkEvent.PlanChanged plan -> {
        out.accept("  plan");
        plan.steps()
            .forEach(
                step ->
                    out.accept("    " + mark(step.state()) + " " + Plain.line(step.text(), LINE)));
      }
    }
  }

  private static String mark(WorkEvent.StepState state) {
    return switch (state) {
      case PENDING -> "[ ]";
      case CURRENT -> "[>]";
      case DONE -> "[x]";
      case FAILED -> "[!]";
    };
  }

  private void permission(PermissionEvent event) {
    switch (event) {
      case PermissionEvent.ApprovalAsked asked -> block("? wants: ", Asker.exact(asked));
      case PermissionEvent.ApprovalAnswered answered -> {
        if (answered.by() == DecidedBy.NOBODY) {
          out.accept("  withdrawn before anyone answered; it was not done");
          return;
        }
        PermissionEvent.Unasked unasked = answered.unasked();
        String note = answered.note();
        out.accept(
            "  %s %s%s%s"
                .formatted(
                    answered.allowed() ? "allowed" : "not allowed",
                    Plain.line(DecisionText.by(answered, "you"), 2 * LINE),
                    unasked == null ? "" : ": " + Plain.line(unasked.exact(), LINE),
                    note == null ? "" : ": " + Plain.line(note, LINE)));
      }
    }
  }

  private void turn(TurnEvent event) {
    switch (event) {
      case TurnEvent.TurnStarted ignored -> {
        // The prompt says it.
      }
      case TurnEvent.TurnEnded ended -> {
        String reason = ended.reason();
        String how =
            switch (ended.end()) {
              case DONE -> "the turn is done";
              case INTERRUPTED -> "the turn was interrupted";
              case FAILED -> "the turn failed";
              case LIMIT -> "the turn reached a limit";
            };
        out.accept("= " + how + (reason == null ? "" : ": " + Plain.text(reason)));
      }
      case TurnEvent.RetryScheduled retry ->
          out.accept(
              "  try %d failed (%s); the next is at %s"
                  .formatted(retry.attempt(), Plain.line(retry.cause(), LINE), retry.until()));
      case TurnEvent.Compacted ignored -> out.accept("  (the conversation was shortened)");
    }
  }

  private void observed(ObservedEvent event) {
    switch (event) {
      case ObservedEvent.TreeChanged changed ->
          out.accept(
              "  files: "
                  + Words.changes(changed.files().size(), changed.added(), changed.removed()));
      case ObservedEvent.CheckpointMade made ->
          out.accept("  checkpoint " + Plain.line(made.ref(), LINE));
      case ObservedEvent.CheckRan check ->
          out.accept(
              "  check %s: exit %d, %s"
                  .formatted(
                      Plain.line(check.name(), LINE),
                      check.exitCode(),
                      Words.took(check.millis())));
      case ObservedEvent.ClaimJudged judged ->
          out.accept(
              "  claim \"%s\": %s, %s"
                  .formatted(
                      Plain.line(judged.claim(), LINE),
                      judged.verdict().name().toLowerCase(java.util.Locale.ROOT),
                      Plain.line(judged.because(), LINE)));
      case ObservedEvent.TreeSeen ignored -> {
        // The files are as told before.
      }
      case ObservedEvent.AgentStarted ignored -> {
        // Of interest when something is wrong; `show --json` has it.
      }
      case ObservedEvent.AgentExited exited -> {
        String reason = exited.reason();
        out.accept("  the agent ended" + (reason == null ? "" : ": " + Plain.line(reason, LINE)));
      }
      case ObservedEvent.SilenceNoticed silence ->
          out.accept("  no sign of life since " + silence.since());
    }
  }

  private void outcome(OutcomeEvent event) {
    switch (event) {
      case OutcomeEvent.Committed done ->
          out.accept("  committed " + Plain.line(done.commit() + " " + done.message(), LINE));
      case OutcomeEvent.Merged done ->
          out.accept("  merged into " + Plain.line(done.target() + " as " + done.commit(), LINE));
      case OutcomeEvent.LandingUndone done ->
          out.accept("  taken back out of " + Plain.line(done.target(), LINE));
      case OutcomeEvent.PullRequestOpened done ->
          out.accept("  pull request " + Plain.line(done.url(), LINE));
      case OutcomeEvent.Dropped done ->
          out.accept("  dropped; it stays reachable as " + Plain.line(done.ref(), LINE));
      case OutcomeEvent.RewindBegun ignored -> {
        // What comes of it is told.
      }
      case OutcomeEvent.Rewound done -> out.accept("  " + Words.rewound(done));
      case OutcomeEvent.RewindFailed failed -> out.accept("! " + Plain.text(failed.why()));
      case OutcomeEvent.Noted note -> out.accept("! " + Plain.text(note.text()));
    }
  }

  private void review(ReviewEvent event) {
    switch (event) {
      case ReviewEvent.CommentWritten comment -> block("# ", commented(comment));
      case ReviewEvent.ReviewRan ran ->
          out.accept("  the reviewer " + ran.by() + " answered: " + ran.findings() + " findings");
      case ReviewEvent.PartDropped dropped -> {
        taken(dropped.dropId(), "put back " + dropped.what());
        out.accept("  dropped " + Plain.line(dropped.what() + "; kept as " + dropped.ref(), LINE));
      }
      case ReviewEvent.PartRestored back ->
          out.accept(
              "  "
                  + Plain.line(
                      taken.getOrDefault(back.dropId(), "put back what was dropped"), LINE));
      case ReviewEvent.FileEdited edited -> {
        taken(edited.changeId(), "took back your edit of " + edited.path());
        out.accept("  edited by you: " + Plain.line(edited.path(), LINE));
      }
      case ReviewEvent.CommentDismissed _, ReviewEvent.CommentsSent _, ReviewEvent.FileViewed _ -> {
        // Marks of the review; the prompt that was sent has its own line.
      }
    }
  }

  private void taken(String id, String whenBack) {
    taken.put(id, whenBack);
    if (taken.size() > MOST_TAKEN) {
      taken.remove(taken.keySet().iterator().next());
    }
  }

  private static String commented(ReviewEvent.CommentWritten comment) {
    ReviewEvent.Place place = comment.place();
    String where =
        place == null ? "" : place.path() + (place.from() == 0 ? "" : ":" + place.from()) + ": ";
    return where + comment.text();
  }

  private void block(String mark, String text) {
    String indent = " ".repeat(mark.length());
    String[] lines = Plain.text(text).strip().split("\n", -1);
    for (int i = 0; i < lines.length; i++) {
      out.accept((i == 0 ? mark : indent) + lines[i]);
    }
  }
}
