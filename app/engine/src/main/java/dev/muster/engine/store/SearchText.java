package dev.muster.engine.store;

import dev.muster.engine.event.ConversationEvent;
import dev.muster.engine.event.ConversationEvent.MessageAdded;
import dev.muster.engine.event.ConversationEvent.PromptFailed;
import dev.muster.engine.event.ConversationEvent.PromptQueued;
import dev.muster.engine.event.ConversationEvent.PromptSent;
import dev.muster.engine.event.ConversationEvent.PromptWithdrawn;
import dev.muster.engine.event.ConversationEvent.QuestionAnswered;
import dev.muster.engine.event.ConversationEvent.QuestionAsked;
import dev.muster.engine.event.ConversationEvent.ThoughtAdded;
import dev.muster.engine.event.LifeEvent;
import dev.muster.engine.event.LifeEvent.Renamed;
import dev.muster.engine.event.LifeEvent.SessionCreated;
import dev.muster.engine.event.LifeEvent.StateChanged;
import dev.muster.engine.event.LifeEvent.WorktreeReady;
import dev.muster.engine.event.MoneyEvent;
import dev.muster.engine.event.ObservedEvent;
import dev.muster.engine.event.ObservedEvent.CheckRan;
import dev.muster.engine.event.ObservedEvent.ClaimJudged;
import dev.muster.engine.event.OutcomeEvent;
import dev.muster.engine.event.OutcomeEvent.Committed;
import dev.muster.engine.event.OutcomeEvent.Merged;
import dev.muster.engine.event.OutcomeEvent.Noted;
import dev.muster.engine.event.OutcomeEvent.PullRequestOpened;
import dev.muster.engine.event.PermissionEvent;
import dev.muster.engine.event.PermissionEvent.ApprovalAnswered;
import dev.muster.engine.event.PermissionEvent.ApprovalAsked;
import dev.muster.engine.event.ReviewEvent;
import dev.muster.engine.event.SessionEvent;
import dev.muster.engine.event.TurnEvent;
import dev.muster.engine.event.TurnEvent.TurnEnded;
import dev.muster.engine.event.UnknownEvent;
import dev.muster.engine.event.WorkEvent;
import dev.muster.engine.event.WorkEvent.PlanChanged;
import dev.muster.engine.event.WorkEvent.PlanStep;
import dev.muster.engine.event.WorkEvent.ToolFinished;
import dev.muster.engine.event.WorkEvent.ToolOutput;
import dev.muster.engine.event.WorkEvent.ToolStarted;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What of an event can be searched: the words a person could remember having seen. */
final class SearchText {
  /** To be raised when another text is made of the same event: the index is made again. */
  static final int FORM = 1;

  private SearchText() {}

  /** The text, or an empty one for an event that says nothing. */
  static String of(SessionEvent event) {
    return switch (event) {
      case ConversationEvent said -> said(said);
      case WorkEvent work -> work(work);
      case LifeEvent life -> life(life);
      case PermissionEvent permission -> permission(permission);
      case OutcomeEvent outcome -> outcome(outcome);
      case ObservedEvent observed -> observed(observed);
      case TurnEvent turn -> turn instanceof TurnEnded ended ? join(ended.reason()) : "";
      case ReviewEvent review ->
          review instanceof ReviewEvent.CommentWritten comment ? comment.text() : "";
      case MoneyEvent _, UnknownEvent _ -> "";
    };
  }

  private static String said(ConversationEvent event) {
    return switch (event) {
      // The same words come again when the prompt is sent.
      case PromptQueued _, PromptWithdrawn _ -> "";
      case PromptSent prompt -> prompt.text();
      case PromptFailed prompt -> join(prompt.text(), prompt.reason());
      case MessageAdded message -> message.text();
      case ThoughtAdded thought -> thought.text();
      case QuestionAsked question -> join(question.text(), String.join("\n", question.options()));
      case QuestionAnswered answer -> join(answer.answer());
    };
  }

  private static String work(WorkEvent event) {
    return switch (event) {
      case ToolStarted tool -> join(tool.title(), String.join("\n", tool.paths()));
      case ToolOutput output -> output.text();
      case ToolFinished tool -> join(tool.summary());
      case PlanChanged plan -> {
        List<String> steps = new ArrayList<>();
        for (PlanStep step : plan.steps()) {
          steps.add(step.text());
        }
        yield String.join("\n", steps);
      }
    };
  }

  private static String life(LifeEvent event) {
    return switch (event) {
      case SessionCreated created -> created.title();
      case Renamed renamed -> renamed.title();
      case WorktreeReady worktree -> worktree.branch();
      case StateChanged changed -> join(changed.reason());
      case LifeEvent.Pruned pruned -> pruned.title();
      case LifeEvent.ModeChanged _, LifeEvent.Shelved _ -> "";
    };
  }

  private static String permission(PermissionEvent event) {
    return switch (event) {
      case ApprovalAsked asked -> join(asked.title(), asked.exact());
      case ApprovalAnswered answered -> join(answered.note());
    };
  }

  private static String outcome(OutcomeEvent event) {
    return switch (event) {
      case Committed committed -> join(committed.message(), committed.commit());
      case Merged merged -> join(merged.target(), merged.commit());
      case PullRequestOpened opened -> opened.url();
      case Noted noted -> noted.text();
      case OutcomeEvent.RewindFailed failed -> failed.why();
      case OutcomeEvent.Dropped _,
          OutcomeEvent.LandingUndone _,
          OutcomeEvent.RewindBegun _,
          OutcomeEvent.Rewound _ ->
          "";
    };
  }

  private static String observed(ObservedEvent event) {
    return switch (event) {
      case CheckRan check -> join(check.name(), check.command());
      case ClaimJudged claim -> join(claim.claim(), claim.because());
      default -> "";
    };
  }

  /** Lines of those that are there; a field may be missing in an event of another version. */
  private static String join(@Nullable String... parts) {
    StringBuilder text = new StringBuilder();
    for (String part : parts) {
      if (part != null && !part.isEmpty()) {
        text.append(text.isEmpty() ? "" : "\n").append(part);
      }
    }
    return text.toString();
  }
}
