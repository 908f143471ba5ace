package dev.muster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.engine.event.ClosedAs;
import dev.muster.engine.event.ConversationEvent;
import dev.muster.engine.event.EventJson;
import dev.muster.engine.event.LifeEvent;
import dev.muster.engine.event.PermissionEvent;
import dev.muster.engine.event.PermissionMode;
import dev.muster.engine.event.PromptOrigin;
import dev.muster.engine.event.Recorded;
import dev.muster.engine.event.ReviewEvent;
import dev.muster.engine.event.SessionEvent;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.event.SessionState;
import dev.muster.engine.event.ToolKind;
import dev.muster.engine.event.ToolOutcome;
import dev.muster.engine.event.TurnEvent;
import dev.muster.engine.event.WorkEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventTextTest {
  private final List<String> lines = new ArrayList<>();
  private final EventText text = new EventText(lines::add);

  private void tell(SessionEvent... events) {
    for (SessionEvent event : events) {
      text.tell(new Recorded(new SessionId("sone00001"), 1, Instant.EPOCH, 1, event));
    }
  }

  private static WorkEvent.ToolStarted run(String command) {
    return new WorkEvent.ToolStarted(
        "c1", ToolKind.RUN, "run", command, "{}", List.of(), false, null);
  }

  private static WorkEvent.ToolFinished finished(ToolOutcome outcome, Integer exit) {
    return new WorkEvent.ToolFinished("c1", outcome, exit, 1_234, "2 lines", null, null, null);
  }

  @Test
  void a_command_reads_as_what_ran_what_it_printed_and_how_it_ended() {
    tell(
        run("npm test"),
        new WorkEvent.ToolOutput("c1", "one\ntw", null),
        new WorkEvent.ToolOutput("c1", "o\nthree", null),
        finished(ToolOutcome.FAILED, 1));
    assertThat(lines)
        .containsExactly(
            "* run npm test",
            "    one",
            "    two",
            "    three",
            "  failed, exit 1, 2 lines, 1.2 s");
  }

  @Test
  void of_long_output_the_beginning_and_the_end_are_shown_and_the_rest_is_counted() {
    var output = new StringBuilder();
    for (int i = 1; i <= 1_000; i++) {
      output.append("line ").append(i).append('\n');
    }
    tell(
        run("make"),
        new WorkEvent.ToolOutput("c1", output.toString(), null),
        finished(ToolOutcome.OK, 0));
    assertThat(lines).hasSize(1 + 30 + 1 + 10 + 1);
    assertThat(lines.get(30)).isEqualTo("    line 30");
    assertThat(lines.get(31)).isEqualTo("    … 960 lines left out …");
    assertThat(lines.get(32)).isEqualTo("    line 991");
    assertThat(lines.get(41)).isEqualTo("    line 1000");
  }

  @Test
  void what_an_agent_prints_cannot_control_the_terminal() {
    tell(
        run("echo \u001b]0;x"),
        new WorkEvent.ToolOutput("c1", "\u001b[2J\n", null),
        new ConversationEvent.MessageAdded("m", "\u001b[31mred", null),
        new PermissionEvent.ApprovalAsked(
            "r",
            "c1",
            PermissionEvent.Subject.RUN,
            "t",
            "true\u001b[8m; rm",
            List.of(),
            List.of(),
            null));
    assertThat(String.join("\n", lines)).doesNotContain("\u001b").contains("true␛[8m; rm");
  }

  @Test
  void a_request_that_was_withdrawn_was_decided_by_no_one() {
    tell(
        new PermissionEvent.ApprovalAnswered(
            "r", false, PermissionEvent.DecidedBy.NOBODY, PermissionEvent.Reach.ONCE, null, null));
    assertThat(lines).containsExactly("  withdrawn before anyone answered; it was not done");
  }

  @Test
  void who_decided_by_what_is_told() {
    tell(
        new LifeEvent.ModeChanged(PermissionMode.FULL_AUTO),
        new PermissionEvent.ApprovalAnswered(
            "r",
            true,
            PermissionEvent.DecidedBy.USER,
            PermissionEvent.Reach.PROJECT,
            "run: npm ci",
            null),
        new PermissionEvent.ApprovalAnswered(
            "q",
            true,
            PermissionEvent.DecidedBy.RULE,
            PermissionEvent.Reach.ONCE,
            "run: npm ci",
            null,
            null,
            new PermissionEvent.Unasked(
                "c1",
                PermissionEvent.Subject.RUN,
                "npm ci",
                List.of(
                    new PermissionEvent.StandingRule(
                        "run: npm ci", PermissionEvent.Reach.PROJECT)))),
        new PermissionEvent.ApprovalAnswered(
            "old", false, PermissionEvent.DecidedBy.RULE, PermissionEvent.Reach.ONCE, null, null));
    assertThat(lines)
        .containsExactly(
            "  mode changed to full-auto by you",
            "  allowed by you, for this project, as the rule “run: npm ci”",
            "  allowed by the rule “run: npm ci” of this project: npm ci",
            "  not allowed by a rule");
  }

  @Test
  void what_muster_itself_says_to_an_agent_is_not_told_as_yours() {
    tell(new ConversationEvent.PromptSent("p", "Go on.", List.of(), PromptOrigin.MUSTER, false));
    assertThat(lines).containsExactly("> (Muster) Go on.");
  }

  @Test
  void a_turn_says_how_it_ended_and_where_the_session_stands() {
    tell(
        new TurnEvent.TurnEnded(TurnEvent.End.FAILED, "The key is not valid."),
        new LifeEvent.StateChanged(
            SessionState.WORKING, SessionState.FAILED, "Set ANTHROPIC_API_KEY.", null),
        new LifeEvent.StateChanged(
            SessionState.READY, SessionState.CLOSED, null, ClosedAs.DROPPED));
    assertThat(lines)
        .containsExactly(
            "= the turn failed: The key is not valid.",
            "= failed: Set ANTHROPIC_API_KEY.",
            "= closed");
  }

  @Test
  void an_event_that_lacks_everything_is_told_and_breaks_nothing() {
    // A journal written by another version may lack any field.
    var json = new EventJson();
    for (String kind : EventJson.kinds()) {
      SessionEvent event = json.read(kind, "{}");
      assertThat(event.getClass().getSimpleName()).isEqualTo(kind);
      tell(event);
    }
    assertThat(lines).contains("  (SessionCreated: this version cannot read it)");
  }

  @Test
  void what_was_put_back_is_named() {
    tell(
        new ReviewEvent.PartDropped("1", "a.ts", "a hunk of a.ts", "refs/muster/x/1"),
        new ReviewEvent.FileEdited("2", "b.ts", "refs/muster/x/2"),
        new ReviewEvent.PartRestored("1"),
        new ReviewEvent.PartRestored("2"),
        new ReviewEvent.PartRestored("9"));
    assertThat(lines)
        .endsWith(
            "  put back a hunk of a.ts",
            "  took back your edit of b.ts",
            "  put back what was dropped");
  }
}
