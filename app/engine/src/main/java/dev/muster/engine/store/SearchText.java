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
import dev.muster.engine.event.SessionState;
import dev.muster.engine.event.ToolKind;
import dev.muster.engine.event.ToolOutcome;
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
  static final int FORM = 2;

  private SearchText() {}

  /** Takes the texts of an event, one after the other. */
  @FunctionalInterface
  interface Sink {
    /** A text that is not empty. */
    void text(SearchPlace place, String text);
  }

  /** All the text of an event on lines of their own; empty for one that says nothing. */
  static String of(SessionEvent event) {
    StringBuilder all = new StringBuilder();
    parts(event, (place, text) -> all.append(all.isEmpty() ? "" : "\n").append(text));
    return all.toString();
  }

  /** The texts of an event with their places; none for one that says nothing. */
  static void parts(SessionEvent event, Sink sink) {
    switch (event) {
      case ConversationEvent said -> said(said, sink);
      case WorkEvent work -> work(work, sink);
      case LifeEvent life -> life(life, sink);
      case PermissionEvent permission -> permission(permission, sink);
      case OutcomeEvent outcome -> outcome(outcome, sink);
      case ObservedEvent observed -> observed(observed, sink);
      case TurnEvent turn -> {
        if (turn instanceof TurnEnded ended) {
          boolean failed = ended.end() == TurnEvent.End.FAILED;
          put(sink, failed ? SearchPlace.ERROR : SearchPlace.NOTE, ended.reason());
        }
      }
      case ReviewEvent review -> {
        if (review instanceof ReviewEvent.CommentWritten comment) {
          put(sink, SearchPlace.NOTE, comment.text());
        }
      }
      case MoneyEvent _, UnknownEvent _ -> {}
    }
  }

  private static void said(ConversationEvent event, Sink sink) {
    switch (event) {
      // The same words come again when the prompt is sent.
      case PromptQueued _, PromptWithdrawn _ -> {}
      case PromptSent prompt -> put(sink, SearchPlace.PROMPT, prompt.text());
      case PromptFailed prompt -> {
        put(sink, SearchPlace.PROMPT, prompt.text());
        put(sink, SearchPlace.ERROR, prompt.reason());
      }
      case MessageAdded message -> put(sink, SearchPlace.MESSAGE, message.text());
      case ThoughtAdded thought -> put(sink, SearchPlace.MESSAGE, thought.text());
      case QuestionAsked question ->
          put(
              sink,
              SearchPlace.MESSAGE,
              join(question.text(), String.join("\n", question.options())));
      case QuestionAnswered answer -> put(sink, SearchPlace.PROMPT, answer.answer());
    }
  }

  private static void work(WorkEvent event, Sink sink) {
    switch (event) {
      case ToolStarted tool -> tool(tool, sink);
      case ToolOutput output -> put(sink, SearchPlace.OUTPUT, output.text());
      case ToolFinished tool -> {
        boolean failed = tool.outcome() == ToolOutcome.FAILED;
        put(sink, failed ? SearchPlace.ERROR : SearchPlace.OUTPUT, tool.summary());
      }
      case PlanChanged plan -> {
        List<String> steps = new ArrayList<>();
        for (PlanStep step : plan.steps()) {
          steps.add(step.text());
        }
        put(sink, SearchPlace.NOTE, String.join("\n", steps));
      }
    }
  }

  /** The title of a tool for files mostly is the path. */
  private static void tool(ToolStarted tool, Sink sink) {
    boolean aboutFiles = tool.kind() == ToolKind.READ || tool.kind() == ToolKind.EDIT;
    List<String> paths = new ArrayList<>(tool.paths());
    if (aboutFiles && paths.contains(tool.title())) {
      paths.remove(tool.title());
      paths.addFirst(tool.title());
    } else {
      put(sink, aboutFiles ? SearchPlace.FILE : SearchPlace.COMMAND, tool.title());
    }
    put(sink, SearchPlace.FILE, String.join("\n", paths));
  }

  private static void life(LifeEvent event, Sink sink) {
    switch (event) {
      case SessionCreated created -> put(sink, SearchPlace.NOTE, created.title());
      case Renamed renamed -> put(sink, SearchPlace.NOTE, renamed.title());
      case WorktreeReady worktree -> put(sink, SearchPlace.NOTE, worktree.branch());
      case StateChanged changed -> {
        boolean failed = changed.to() == SessionState.FAILED;
        put(sink, failed ? SearchPlace.ERROR : SearchPlace.NOTE, changed.reason());
      }
      case LifeEvent.Pruned pruned -> put(sink, SearchPlace.NOTE, pruned.title());
      case LifeEvent.ModeChanged _, LifeEvent.Shelved _ -> {}
    }
  }

  private static void permission(PermissionEvent event, Sink sink) {
    switch (event) {
      case ApprovalAsked asked ->
          put(sink, SearchPlace.COMMAND, join(asked.title(), asked.exact()));
      case ApprovalAnswered answered -> put(sink, SearchPlace.NOTE, answered.note());
    }
  }

  private static void outcome(OutcomeEvent event, Sink sink) {
    switch (event) {
      case Committed committed ->
          put(sink, SearchPlace.NOTE, join(committed.message(), committed.commit()));
      case Merged merged -> put(sink, SearchPlace.NOTE, join(merged.target(), merged.commit()));
      case PullRequestOpened opened -> put(sink, SearchPlace.NOTE, opened.url());
      case Noted noted ->
          put(
              sink,
              noted.level() == OutcomeEvent.Level.ERROR ? SearchPlace.ERROR : SearchPlace.NOTE,
              noted.text());
      case OutcomeEvent.RewindFailed failed -> put(sink, SearchPlace.ERROR, failed.why());
      case OutcomeEvent.Dropped _,
          OutcomeEvent.LandingUndone _,
          OutcomeEvent.RewindBegun _,
          OutcomeEvent.Rewound _ -> {}
    }
  }

  private static void observed(ObservedEvent event, Sink sink) {
    switch (event) {
      case CheckRan check -> put(sink, SearchPlace.COMMAND, join(check.name(), check.command()));
      case ClaimJudged claim -> put(sink, SearchPlace.NOTE, join(claim.claim(), claim.because()));
      default -> {}
    }
  }

  private static void put(Sink sink, SearchPlace place, @Nullable String text) {
    if (text != null && !text.isEmpty()) {
      sink.text(place, text);
    }
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
