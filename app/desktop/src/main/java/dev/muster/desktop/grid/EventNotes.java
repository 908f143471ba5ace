package dev.muster.desktop.grid;

import dev.muster.desktop.control.LogKind;
import dev.muster.desktop.control.LogRow;
import dev.muster.desktop.control.Tone;
import dev.muster.desktop.control.VisibleText;
import dev.muster.desktop.live.Words;
import dev.muster.engine.event.ConversationEvent.PromptSent;
import dev.muster.engine.event.DecisionText;
import dev.muster.engine.event.LifeEvent;
import dev.muster.engine.event.ObservedEvent;
import dev.muster.engine.event.OutcomeEvent;
import dev.muster.engine.event.PermissionEvent.ApprovalAnswered;
import dev.muster.engine.event.PermissionEvent.DecidedBy;
import dev.muster.engine.event.PromptOrigin;
import dev.muster.engine.event.ReviewEvent;
import dev.muster.engine.event.SessionState;
import dev.muster.engine.event.Shelf;
import dev.muster.engine.event.TurnEvent;
import org.jspecify.annotations.Nullable;

/** The words for events that are one row of a log and nothing else. */
final class EventNotes {
  /** Characters of what Muster itself told an agent that are shown. */
  private static final int LONGEST_OF_MUSTER = 800;

  private EventNotes() {}

  static LogRow note(String text) {
    return LogRow.of(LogKind.NOTE, text);
  }

  static LogRow error(String text) {
    return LogRow.of(LogKind.ERROR, text);
  }

  /** Where a session that is over was put. */
  static String shelved(Shelf to) {
    return switch (to) {
      case ACTIVE -> "Taken back to the others.";
      case ARCHIVED -> "Archived.";
      case TRASHED -> "Put in the trash.";
      case PRUNED -> "Pruned.";
    };
  }

  static LogRow worktree(LifeEvent.WorktreeReady ready) {
    String base = ready.baseBranch() == null ? "" : ready.baseBranch() + " at ";
    return note(
        "Worktree on " + ready.branch() + ", from " + base + shortId(ready.baseCommit()) + ".");
  }

  /** Null where the state needs no row of its own. */
  static @Nullable LogRow state(LifeEvent.StateChanged changed) {
    String reason = changed.reason();
    SessionState to = changed.to();
    if (to == SessionState.FAILED || to == SessionState.LOST) {
      return error(reason == null ? "The session is " + Words.state(to) + "." : reason);
    }
    if (reason != null) {
      return note(reason);
    }
    return to == SessionState.STOPPED || to == SessionState.CLOSED
        ? note("The session is " + Words.state(to) + ".")
        : null;
  }

  /**
   * An answer to a request; null for what the mode allows by itself, which would bury the work.
   *
   * @param what exactly was asked for
   */
  static @Nullable LogRow answered(ApprovalAnswered answer, String what) {
    if (answer.by() == DecidedBy.MODE) {
      return null;
    }
    if (answer.by() == DecidedBy.NOBODY) {
      return note("Withdrawn before anyone answered: " + what);
    }
    String by = VisibleText.onOneLine(DecisionText.by(answer, "you"));
    if (answer.by() == DecidedBy.RULE && answer.allowed()) {
      return note("Allowed " + by + "."); // what it was stands in the line above
    }
    String note = answer.note();
    String said = note == null || note.isBlank() ? "" : "\n“" + note.strip() + "”";
    return note((answer.allowed() ? "Allowed: " : "Denied: ") + what + said)
        .withNote(by, answer.allowed() ? Tone.NEUTRAL : Tone.WARNING);
  }

  /**
   * The end of a turn.
   *
   * @param took how long it was, in words; empty when that is not known
   */
  static LogRow ended(TurnEvent.TurnEnded ended, int turn, String took) {
    String reason = ended.reason();
    return switch (ended.end()) {
      case DONE -> note("Turn " + turn + " is done.").withNote(took, Tone.NEUTRAL);
      case INTERRUPTED -> note(reason == null ? "Interrupted." : "Interrupted: " + reason);
      case FAILED -> error(reason == null ? "The turn failed." : reason);
      case LIMIT ->
          note(reason == null ? "A limit was reached." : reason)
              .withNote("stopped at a limit", Tone.WARNING);
    };
  }

  static LogRow compacted(TurnEvent.Compacted compacted) {
    Long before = compacted.tokensBefore();
    Long after = compacted.tokensAfter();
    String sizes =
        before == null || after == null
            ? ""
            : " from " + Words.tokens(before) + " to " + Words.tokens(after) + " tokens";
    return note("The conversation was shortened" + sizes + ".");
  }

  /** Null for what shows elsewhere: the diff tab's numbers, one checkpoint after each turn. */
  static @Nullable LogRow observed(ObservedEvent event) {
    return switch (event) {
      case ObservedEvent.TreeChanged ignored -> null;
      case ObservedEvent.TreeSeen ignored -> null;
      case ObservedEvent.CheckpointMade ignored -> null;
      case ObservedEvent.CheckRan check ->
          LogRow.of(LogKind.RUN, check.command() + "  (check: " + check.name() + ")")
              .withNote(
                  "exit " + check.exitCode() + " · " + Words.took(check.millis()),
                  check.exitCode() == 0 ? Tone.SUCCESS : Tone.DANGER);
      case ObservedEvent.ClaimJudged claim -> judged(claim);
      case ObservedEvent.AgentStarted started ->
          started.attempt() > 1
              ? note("The agent was resumed (attempt " + started.attempt() + ").")
              : null;
      case ObservedEvent.AgentExited exited -> {
        String reason = exited.reason();
        yield reason == null ? null : note(reason);
      }
      case ObservedEvent.SilenceNoticed ignored ->
          note("No sign of life for a while.").withNote("silent", Tone.WARNING);
    };
  }

  private static LogRow judged(ObservedEvent.ClaimJudged claim) {
    LogRow row = note("“" + claim.claim() + "”: " + claim.because());
    return switch (claim.verdict()) {
      case CONFIRMED -> row.withNote("confirmed", Tone.SUCCESS);
      case CONTRADICTED -> row.withNote("contradicted", Tone.DANGER);
      case UNKNOWN -> row.withNote("not known", Tone.NEUTRAL);
    };
  }

  static LogRow outcome(OutcomeEvent event) {
    return switch (event) {
      case OutcomeEvent.Committed committed ->
          note("Committed " + shortId(committed.commit()) + ": " + committed.message());
      case OutcomeEvent.Merged merged ->
          note("Merged into " + merged.target() + " as " + shortId(merged.commit()) + ".");
      case OutcomeEvent.LandingUndone undone ->
          note("Taken back out of " + undone.target() + ": " + shortId(undone.commit()) + ".");
      case OutcomeEvent.PullRequestOpened opened -> note("Pull request: " + opened.url());
      case OutcomeEvent.Dropped dropped -> note("Dropped; it stays reachable as " + dropped.ref());
      case OutcomeEvent.RewindBegun begun ->
          note("Taking the files " + (begun.forward() ? "forward" : "back") + "…");
      case OutcomeEvent.Rewound done ->
          note(
              (done.forward() ? "Forward again to " : "Back to ")
                  + (done.toTurn() == 0 ? "the beginning" : "the end of turn " + done.toTurn())
                  + (done.conversation()
                      ? ", files and conversation"
                      : ": the files; the agent is told with the next prompt")
                  + ". What was there stays reachable as "
                  + done.ref()
                  + ".");
      case OutcomeEvent.RewindFailed failed -> note(failed.why()).withNote("failed", Tone.DANGER);
      case OutcomeEvent.Noted noted ->
          switch (noted.level()) {
            case INFO -> note(noted.text());
            case WARNING -> note(noted.text()).withNote("warning", Tone.WARNING);
            case ERROR -> error(noted.text());
          };
    };
  }

  /**
   * Something that was taken out was put back.
   *
   * @param sentence what it was; null when that is told in earlier events alone
   */
  static LogRow restored(@Nullable String sentence) {
    return note(sentence == null ? "You put back what you had dropped." : sentence);
  }

  /** What was done with parts of the changes; null for what the review alone shows. */
  static @Nullable LogRow review(ReviewEvent event) {
    return switch (event) {
      case ReviewEvent.PartDropped dropped ->
          note("You dropped " + dropped.what() + "; it stays reachable as " + dropped.ref() + ".");
      case ReviewEvent.PartRestored ignored -> restored(null);
      case ReviewEvent.FileEdited edited ->
          note("You edited " + VisibleText.onOneLine(edited.path()) + ".");
      case ReviewEvent.ReviewRan ran ->
          note("The reviewer “"
                  + ran.by()
                  + "” answered: "
                  + Words.count(ran.findings(), "finding", "findings"))
              .withNote(ran.problem() == null ? "" : ran.problem(), Tone.WARNING);
      case ReviewEvent.CommentWritten _,
          ReviewEvent.CommentDismissed _,
          ReviewEvent.CommentsSent _,
          ReviewEvent.FileViewed _ ->
          null;
    };
  }

  /** Where a prompt came from, when not simply from the person. */
  /** What is shown of a prompt: of a long one of Muster's own its beginning. */
  static String shown(PromptSent sent) {
    String text = sent.text();
    if (sent.origin() != PromptOrigin.MUSTER || text.length() <= LONGEST_OF_MUSTER) {
      return text;
    }
    return text.substring(0, text.offsetByCodePoints(0, LONGEST_OF_MUSTER / 2))
        + "… ("
        + text.lines().count()
        + " lines that the agent was told; the journal has them whole)";
  }

  static String origin(PromptOrigin origin, boolean steer) {
    return switch (origin) {
      case USER -> steer ? "into the running turn" : "";
      case QUEUE -> "from the queue";
      case REVIEW -> "from the review";
      case GOAL -> "from the goal";
      case LEAD -> "from the lead";
      case HOOK -> "from a hook";
      case MUSTER -> "said by Muster";
    };
  }

  /** What went wrong, fit to stand in brackets. */
  static String cause(String sentence) {
    String cause = sentence.strip();
    return cause.endsWith(".") ? cause.substring(0, cause.length() - 1) : cause;
  }

  private static String shortId(String commit) {
    return commit.substring(0, Math.min(8, commit.length()));
  }
}
