package dev.muster.engine.export;

import dev.muster.engine.event.ConversationEvent;
import dev.muster.engine.event.DecisionText;
import dev.muster.engine.event.LifeEvent;
import dev.muster.engine.event.MoneyEvent;
import dev.muster.engine.event.ObservedEvent;
import dev.muster.engine.event.OutcomeEvent;
import dev.muster.engine.event.PermissionEvent;
import dev.muster.engine.event.PromptOrigin;
import dev.muster.engine.event.Recorded;
import dev.muster.engine.event.ReviewEvent;
import dev.muster.engine.event.TurnEvent;
import dev.muster.engine.event.UnknownEvent;
import dev.muster.engine.event.WorkEvent;
import java.io.IOException;
import java.io.Writer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes sessions so that they can be read: turns, tool calls, commands, diffs and costs. */
final class MarkdownWriter implements StoryWriter {
  private static final int MOST_OPEN = 64;

  private final Writer out;
  private final Map<String, Call> calls = new LinkedHashMap<>();
  private int turn = -1;

  private record Call(WorkEvent.ToolStarted started, StringBuilder output, long[] left) {}

  MarkdownWriter(Writer out) {
    this.out = out;
  }

  @Override
  public void begin(List<StoryHead> sessions) throws IOException {
    if (sessions.size() > 1) {
      out.write("Sessions in this file:\n\n");
      for (StoryHead head : sessions) {
        out.write("- " + MarkdownText.inline(head.title()) + " (" + head.id() + ")\n");
      }
      out.write("\n");
    }
  }

  @Override
  public void session(StoryHead head) throws IOException {
    turn = -1;
    calls.clear();
    out.write("# " + MarkdownText.inline(head.title()) + "\n\n");
    fact("Session", head.id().value());
    fact("Project", MarkdownText.inline(head.project()));
    fact(
        "Agent",
        MarkdownText.inline(head.agent())
            + (head.scripted() ? " (scripted)" : "")
            + (head.model() == null ? "" : ", " + MarkdownText.inline(head.model())));
    fact("State", head.state());
    fact("From", head.createdAt() + " to " + head.lastAt());
    fact("Changes", count(head.files(), "file") + " +" + head.added() + " −" + head.removed());
    Long cost = head.costMicros();
    fact(
        "Used",
        count(head.tokens(), "token")
            + " in "
            + count(head.turns(), "turn")
            + (cost == null ? "" : ", " + money(cost)));
    out.write("\n");
  }

  private void fact(String name, String value) throws IOException {
    out.write("- " + name + ": " + value + "\n");
  }

  @Override
  public void event(Recorded recorded) throws IOException {
    if (recorded.turn() != turn && recorded.turn() > 0) {
      turn = recorded.turn();
      out.write("\n## Turn " + turn + "\n");
    }
    switch (recorded.event()) {
      case ConversationEvent event -> conversation(event);
      case WorkEvent event -> work(event);
      case LifeEvent event -> life(event);
      case PermissionEvent event -> permission(event);
      case TurnEvent event -> turn(event);
      case ObservedEvent event -> observed(event);
      case OutcomeEvent event -> outcome(event);
      case ReviewEvent event -> review(event);
      case MoneyEvent.UsageReported _, MoneyEvent.LimitSeen _ -> {
        // Summed up in the head.
      }
      case UnknownEvent unknown ->
          note(MarkdownText.inline(unknown.kind()) + ", told by a newer version");
    }
  }

  private void conversation(ConversationEvent event) throws IOException {
    switch (event) {
      case ConversationEvent.PromptQueued _ -> {
        // Told when it is sent.
      }
      case ConversationEvent.PromptSent sent ->
          said(sent.origin() == PromptOrigin.MUSTER ? "Muster" : "You", sent.text());
      case ConversationEvent.PromptFailed failed ->
          note("The prompt was not sent: " + MarkdownText.inline(or(failed.reason(), "")));
      case ConversationEvent.PromptWithdrawn _ -> note("The prompt was taken back.");
      case ConversationEvent.MessageAdded message -> said("Agent", message.text());
      case ConversationEvent.ThoughtAdded thought -> {
        if (!or(thought.text(), "").isBlank()) {
          said("Thought", thought.text());
        }
      }
      case ConversationEvent.QuestionAsked question -> {
        said("Question", question.text());
        for (String option : question.options()) {
          out.write("> - " + MarkdownText.inline(option) + "\n");
        }
      }
      case ConversationEvent.QuestionAnswered answered ->
          note("Answer: " + MarkdownText.inline(or(answered.answer(), "withdrawn")));
    }
  }

  private void work(WorkEvent event) throws IOException {
    switch (event) {
      case WorkEvent.ToolStarted call -> {
        if (calls.size() >= MOST_OPEN) {
          calls.remove(calls.keySet().iterator().next());
        }
        calls.put(call.callId(), new Call(call, new StringBuilder(), new long[1]));
      }
      case WorkEvent.ToolOutput output -> {
        Call call = calls.get(output.callId());
        if (call != null) {
          String text = or(output.text(), "");
          int room = MarkdownText.LONGEST - call.output().length();
          call.output().append(text, 0, Math.clamp(text.length(), 0, Math.max(0, room)));
          call.left()[0] += Math.max(0, text.length() - Math.max(0, room));
        }
      }
      case WorkEvent.ToolFinished finished -> finished(finished);
      case WorkEvent.PlanChanged plan -> {
        out.write("\nPlan:\n\n");
        for (WorkEvent.PlanStep step : plan.steps()) {
          out.write(
              switch (step.state()) {
                case DONE -> "- [x] ";
                case CURRENT -> "- [ ] (now) ";
                case FAILED -> "- [ ] (failed) ";
                case PENDING -> "- [ ] ";
              });
          out.write(MarkdownText.inline(step.text()) + "\n");
        }
      }
    }
  }

  private void finished(WorkEvent.ToolFinished finished) throws IOException {
    Call call = calls.remove(finished.callId());
    if (call == null) {
      return;
    }
    WorkEvent.ToolStarted started = call.started();
    StringBuilder line = new StringBuilder("\n**");
    line.append(String.valueOf(started.kind()).toLowerCase(Locale.ROOT)).append("** ");
    line.append(MarkdownText.code(or(started.title(), started.name())));
    line.append(" → ").append(String.valueOf(finished.outcome()).toLowerCase(Locale.ROOT));
    if (finished.exitCode() != null) {
      line.append(", exit code ").append(finished.exitCode());
    }
    line.append(String.format(Locale.ROOT, ", %.1f s", finished.millis() / 1000.0));
    if (finished.added() != null || finished.removed() != null) {
      line.append(", +").append(finished.added() == null ? 0 : finished.added());
      line.append(" −").append(finished.removed() == null ? 0 : finished.removed());
    }
    if (finished.summary() != null) {
      line.append(": ").append(MarkdownText.inline(finished.summary()));
    }
    out.write(line.append("\n").toString());
    if (!call.output().toString().isBlank()) {
      out.write("\n" + MarkdownText.fenced(call.output().toString(), "text"));
      if (call.left()[0] > 0) {
        note(count(call.left()[0], "more character") + " of output are left out.");
      }
    }
  }

  private void life(LifeEvent event) throws IOException {
    switch (event) {
      case LifeEvent.SessionCreated _ -> {
        // Told in the head.
      }
      case LifeEvent.Renamed renamed -> note("Renamed to " + MarkdownText.inline(renamed.title()));
      case LifeEvent.WorktreeReady ready ->
          note(
              "Works in "
                  + MarkdownText.code(ready.path())
                  + " on "
                  + MarkdownText.code(ready.branch()));
      case LifeEvent.ModeChanged changed ->
          note("Mode changed to " + word(changed.mode()) + " by the user");
      case LifeEvent.StateChanged changed -> {
        if (changed.reason() != null) {
          note(word(changed.to()) + ": " + MarkdownText.inline(changed.reason()));
        }
      }
      case LifeEvent.Shelved shelved -> note("Put here: " + word(shelved.to()));
      case LifeEvent.Pruned pruned ->
          note("Pruned at " + pruned.at() + ": " + count(pruned.events(), "event") + " are gone.");
    }
  }

  private void permission(PermissionEvent event) throws IOException {
    switch (event) {
      case PermissionEvent.ApprovalAsked asked ->
          note("Asks for leave: " + MarkdownText.code(or(asked.exact(), asked.title())));
      case PermissionEvent.ApprovalAnswered answered ->
          note(
              (answered.allowed() ? "Allowed " : "Denied ")
                  + MarkdownText.inline(DecisionText.by(answered, "the user"))
                  + (answered.unasked() == null
                      ? ""
                      : ": " + MarkdownText.code(or(answered.unasked().exact(), "")))
                  + (answered.note() == null ? "" : ": " + MarkdownText.inline(answered.note())));
    }
  }

  private void turn(TurnEvent event) throws IOException {
    switch (event) {
      case TurnEvent.TurnStarted _ -> {
        // Its heading says so.
      }
      case TurnEvent.TurnEnded ended -> {
        if (ended.end() != TurnEvent.End.DONE || ended.reason() != null) {
          note("The turn ended: " + word(ended.end()) + reason(ended.reason()));
        }
      }
      case TurnEvent.RetryScheduled retry ->
          note(
              "Attempt "
                  + retry.attempt()
                  + " failed: "
                  + MarkdownText.inline(or(retry.cause(), "")));
      case TurnEvent.Compacted _ -> note("The agent shortened its memory of the conversation.");
    }
  }

  private void observed(ObservedEvent event) throws IOException {
    switch (event) {
      case ObservedEvent.TreeChanged tree ->
          note(
              "Files now: "
                  + count(tree.files().size(), "changed file")
                  + " +"
                  + tree.added()
                  + " −"
                  + tree.removed());
      case ObservedEvent.CheckRan check ->
          note(
              "Check "
                  + MarkdownText.code(or(check.command(), check.name()))
                  + ": exit code "
                  + check.exitCode());
      case ObservedEvent.ClaimJudged claim ->
          note(
              "Claim “"
                  + MarkdownText.inline(or(claim.claim(), ""))
                  + "”: "
                  + word(claim.verdict())
                  + reason(claim.because()));
      case ObservedEvent.AgentExited exited -> {
        if (exited.reason() != null) {
          note("The agent is gone" + reason(exited.reason()));
        }
      }
      case ObservedEvent.CheckpointMade _,
          ObservedEvent.TreeSeen _,
          ObservedEvent.AgentStarted _,
          ObservedEvent.SilenceNoticed _ -> {
        // Nothing a reader needs.
      }
    }
  }

  private void outcome(OutcomeEvent event) throws IOException {
    switch (event) {
      case OutcomeEvent.Committed done ->
          note("Committed " + MarkdownText.code(done.commit()) + reason(done.message()));
      case OutcomeEvent.Merged done ->
          note(
              "Merged into "
                  + MarkdownText.code(done.target())
                  + " as "
                  + MarkdownText.code(done.commit()));
      case OutcomeEvent.LandingUndone done ->
          note("Taken back from " + MarkdownText.code(done.target()));
      case OutcomeEvent.PullRequestOpened done ->
          note("Pull request: " + MarkdownText.code(done.url()));
      case OutcomeEvent.Dropped done -> note("Dropped; kept as " + MarkdownText.code(done.ref()));
      case OutcomeEvent.Rewound done -> note("Taken to the end of turn " + done.toTurn());
      case OutcomeEvent.RewindFailed failed -> note(MarkdownText.inline(or(failed.why(), "")));
      case OutcomeEvent.Noted noted -> note(MarkdownText.inline(or(noted.text(), "")));
      case OutcomeEvent.RewindBegun _ -> {
        // Told when it is done.
      }
    }
  }

  private void review(ReviewEvent event) throws IOException {
    if (event instanceof ReviewEvent.CommentWritten comment) {
      ReviewEvent.Place place = comment.place();
      said(
          "Comment by "
              + MarkdownText.inline(or(comment.by(), "you"))
              + (place == null
                  ? ""
                  : " on " + MarkdownText.code(place.path() + ":" + place.from())),
          comment.text());
    }
  }

  @Override
  public void changes(TurnChanges changes) throws IOException {
    if (changes.files().isEmpty() && changes.note().isEmpty()) {
      return;
    }
    out.write("\n### Changes of turn " + changes.turn() + "\n");
    for (TurnChanges.FilePatch file : changes.files()) {
      out.write(
          "\n"
              + MarkdownText.code(file.path())
              + " ("
              + file.status().toLowerCase(Locale.ROOT)
              + ", +"
              + Math.max(0, file.added())
              + " −"
              + Math.max(0, file.removed())
              + ")\n");
      if (!file.patch().isEmpty()) {
        out.write("\n" + MarkdownText.fenced(file.patch(), "diff"));
      }
    }
    if (!changes.note().isEmpty()) {
      note(MarkdownText.inline(changes.note()));
    }
  }

  @Override
  public void end() throws IOException {
    out.write("\n---\n\nExported by Muster.\n");
  }

  private void said(String who, String text) throws IOException {
    out.write("\n**" + who + "**\n\n" + MarkdownText.quoted(or(text, "")));
  }

  private void note(String text) throws IOException {
    out.write("\n*" + text + "*\n");
  }

  private static String reason(@Nullable String reason) {
    return reason == null || reason.isBlank() ? "" : ": " + MarkdownText.inline(reason);
  }

  private static String word(@Nullable Object name) {
    return String.valueOf(name).toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** A field may be missing in an event of another version. */
  private static String or(@Nullable String text, String otherwise) {
    return text == null ? otherwise : text;
  }

  static String count(long number, String what) {
    return String.format(Locale.ROOT, "%,d %s%s", number, what, number == 1 ? "" : "s");
  }

  static String money(long micros) {
    return String.format(Locale.ROOT, micros < 1_000_000 ? "$%.4f" : "$%.2f", micros / 1_000_000.0);
  }
}
