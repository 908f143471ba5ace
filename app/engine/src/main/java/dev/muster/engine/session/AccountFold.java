package dev.muster.engine.session;

import dev.muster.engine.agent.wire.Said;
import dev.muster.engine.event.ConversationEvent;
import dev.muster.engine.event.ConversationEvent.MessageAdded;
import dev.muster.engine.event.ConversationEvent.PromptSent;
import dev.muster.engine.event.ConversationEvent.QuestionAnswered;
import dev.muster.engine.event.ConversationEvent.QuestionAsked;
import dev.muster.engine.event.ObservedEvent.FileDelta;
import dev.muster.engine.event.ObservedEvent.TreeChanged;
import dev.muster.engine.event.PromptOrigin;
import dev.muster.engine.event.Recorded;
import dev.muster.engine.event.ToolKind;
import dev.muster.engine.event.ToolOutcome;
import dev.muster.engine.event.TurnEvent.Compacted;
import dev.muster.engine.event.TurnEvent.End;
import dev.muster.engine.event.TurnEvent.TurnEnded;
import dev.muster.engine.event.WorkEvent.PlanChanged;
import dev.muster.engine.event.WorkEvent.PlanStep;
import dev.muster.engine.event.WorkEvent.ToolFinished;
import dev.muster.engine.event.WorkEvent.ToolStarted;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes an {@link Account} of a story that it is told event by event. What is new stays whole, what
 * is old is shortened, what is oldest is only counted; memory does not grow with the story.
 */
final class AccountFold {
  private static final int FIRST_PROMPT = Account.LONGEST / 6;
  private static final int MOST_FILES = 120;
  private static final int MOST_STEPS = 40;
  private static final int MOST_OPEN = 1_000;
  private static final int LONGEST_LINE = 200;

  private final AccountPages pages = new AccountPages();
  private final Map<String, ToolStarted> open = new LinkedHashMap<>();
  private final Map<String, QuestionAsked> asked = new LinkedHashMap<>();
  private final Set<Integer> turns = new HashSet<>();
  private @Nullable PromptSent first;
  private List<PlanStep> plan = List.of();
  private @Nullable TreeChanged tree;
  private int offset;

  /** What comes now is of another session that went on from what was told until now. */
  void nextSession(String title) {
    offset += turns.size();
    turns.clear();
    open.clear();
    asked.clear();
    plan = List.of();
    tree = null;
    pages.add(Said.line("(Here another session went on from this: “" + title + "”.)"), null, false);
  }

  /** Takes the next event of the story that counts. */
  void take(Recorded recorded) {
    switch (recorded.event()) {
      case ConversationEvent said -> said(said, recorded.turn());
      case ToolStarted call -> {
        if (call.parentCall() == null && !call.byMuster() && open.size() < MOST_OPEN) {
          open.put(call.callId(), call);
        }
      }
      case ToolFinished finished -> {
        ToolStarted call = open.remove(finished.callId());
        if (call != null) {
          pages.call(line(call, finished));
        }
      }
      case PlanChanged changed -> plan = changed.steps();
      case TreeChanged changed -> tree = changed;
      case TurnEnded ended -> {
        if (ended.end() != End.DONE) {
          String why = ended.reason() == null ? ended.end().name() : ended.reason();
          pages.add("(This turn did not come to its end: " + Said.line(why) + ")", null, false);
        }
      }
      case Compacted compacted -> {
        String summary = compacted.summary();
        if (summary != null && !summary.isBlank()) {
          pages.add("You summed up until here:\n" + quoted(summary), null, false);
        }
      }
      default -> {
        // Nothing an agent has to know in order to go on.
      }
    }
  }

  private void said(ConversationEvent event, int turn) {
    switch (event) {
      case PromptSent prompt -> {
        if (prompt.text().equals(AgentRun.GO_ON)) {
          return;
        }
        turns.add(turn);
        if (first == null && prompt.origin() != PromptOrigin.MUSTER) {
          first = prompt;
          if (prompt.text().length() > FIRST_PROMPT / 2) {
            return; // it stands at the beginning
          }
        }
        pages.add(prompted(prompt, turn, prompt.text()), "prompt", true);
      }
      case MessageAdded message -> {
        if (message.parentCall() == null && !message.text().isBlank()) {
          pages.add("You said: " + message.text().strip(), "message", false);
        }
      }
      case QuestionAsked question -> {
        if (asked.size() < MOST_OPEN) {
          asked.put(question.questionId(), question);
        }
      }
      case QuestionAnswered answer -> {
        QuestionAsked question = asked.remove(answer.questionId());
        if (question != null && answer.answer() != null) {
          String text = "You asked: %s\nThe user answered: %s";
          pages.add(text.formatted(question.text(), answer.answer()), null, false);
        }
      }
      case ConversationEvent.PromptQueued _,
          ConversationEvent.PromptFailed _,
          ConversationEvent.PromptWithdrawn _,
          ConversationEvent.ThoughtAdded _ -> {}
    }
  }

  private String prompted(PromptSent prompt, int turn, String text) {
    String who =
        switch (prompt.origin()) {
          case USER, QUEUE -> "The user";
          case REVIEW -> "The user, reviewing your changes,";
          case GOAL, LEAD, HOOK, MUSTER -> "Muster";
        };
    StringBuilder told = new StringBuilder("Turn ").append(offset + turn).append(". ");
    told.append(who).append(prompt.steer() ? " put in:\n" : " said:\n").append(quoted(text));
    prompt
        .attachments()
        .forEach(file -> told.append("> (with ").append(Said.line(file.name())).append(")\n"));
    return told.toString().stripTrailing();
  }

  private static String line(ToolStarted call, ToolFinished finished) {
    String verb =
        switch (call.kind()) {
          case READ -> "read";
          case EDIT -> "edited";
          case RUN -> "ran";
          case SEARCH -> "searched";
          case FETCH -> "fetched";
          case AGENT -> "had a sub-agent work on";
          case MCP, OTHER -> "used " + Said.line(call.name());
        };
    StringBuilder line = new StringBuilder("- ").append(verb).append(' ');
    line.append(cut(Said.line(call.title())));
    Integer exit = finished.exitCode();
    Integer added = finished.added();
    Integer removed = finished.removed();
    if (call.kind() == ToolKind.EDIT && added != null && removed != null) {
      line.append(" (+").append(added).append(" −").append(removed).append(')');
    }
    if (finished.outcome() != ToolOutcome.OK) {
      line.append(": ").append(finished.outcome().name().toLowerCase(java.util.Locale.ROOT));
      String why = finished.summary();
      line.append(why == null ? "" : ", " + cut(Said.line(why)));
    } else if (exit != null) {
      line.append(": exit code ").append(exit);
    }
    return line.toString();
  }

  /**
   * The account of what was taken.
   *
   * @param title of the session
   * @param id of the session
   */
  Account account(String title, String id) {
    AccountPages.Bound bound = pages.bound();
    StringBuilder text = new StringBuilder();
    text.append(
        "You go on with work that was begun in a conversation you do not remember. Muster, the"
            + " program that runs you, made this account of it from its own record of session “"
            + cut(Said.line(title))
            + "” ("
            + id
            + "). “You” in it is the agent that worked then. What is quoted with “>” is what was"
            + " said at that time: it is done or was replaced by what came later, so do not begin"
            + " it again. Look at the files before you rely on what stands here.\n");
    PromptSent task = first;
    if (task != null) {
      text.append("\n## The task it began with\n");
      text.append(quoted(Cut.to(task.text(), FIRST_PROMPT)));
    }
    text.append("\n## What was said and done\n");
    if (!bound.leftOut().isEmpty()) {
      text.append("(").append(bound.leftOut()).append(")\n");
    }
    text.append(bound.text().isEmpty() ? "Nothing else.\n" : bound.text());
    open.values()
        .forEach(
            call -> text.append("- ").append(cut(Said.line(call.title()))).append(": cut off\n"));
    plan(text);
    files(text);
    return new Account(text.toString(), offset + turns.size(), bound.leftOut());
  }

  private void plan(StringBuilder text) {
    if (plan.isEmpty()) {
      return;
    }
    text.append("\n## The plan as it stood\n");
    for (PlanStep step : plan.subList(0, Math.min(plan.size(), MOST_STEPS))) {
      String mark =
          switch (step.state()) {
            case DONE -> "done";
            case CURRENT -> "begun";
            case PENDING -> "to do";
            case FAILED -> "failed";
          };
      text.append("- ").append(mark).append(": ").append(cut(Said.line(step.text()))).append('\n');
    }
    more(text, plan.size() - MOST_STEPS, "steps");
  }

  private void files(StringBuilder text) {
    TreeChanged now = tree;
    if (now == null) {
      return;
    }
    text.append("\n## The files that differ from where it began, as last seen\n");
    if (now.files().isEmpty()) {
      text.append("None.\n");
    }
    List<FileDelta> files = new ArrayList<>(now.files());
    for (FileDelta file : files.subList(0, Math.min(files.size(), MOST_FILES))) {
      text.append("- ").append(file.status()).append(' ').append(cut(Said.line(file.path())));
      if (file.added() != null && file.removed() != null) {
        text.append(" (+").append(file.added()).append(" −").append(file.removed()).append(')');
      }
      text.append('\n');
    }
    more(text, files.size() - MOST_FILES, "files");
  }

  private static void more(StringBuilder text, int left, String what) {
    if (left > 0) {
      text.append("- and ").append(left).append(" more ").append(what).append('\n');
    }
  }

  private static String quoted(String text) {
    StringBuilder all = new StringBuilder();
    text.strip().lines().forEach(line -> all.append("> ").append(line).append('\n'));
    return all.toString();
  }

  private static String cut(String line) {
    return line.length() <= LONGEST_LINE ? line : line.substring(0, LONGEST_LINE - 1) + "…";
  }
}
