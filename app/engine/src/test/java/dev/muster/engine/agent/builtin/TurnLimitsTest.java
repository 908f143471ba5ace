package dev.muster.engine.agent.builtin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.engine.agent.Gate;
import dev.muster.engine.agent.WorkClock;
import dev.muster.engine.agent.builtin.model.ApiKind;
import dev.muster.engine.agent.builtin.model.ScriptedReply;
import dev.muster.engine.event.ConversationEvent.MessageAdded;
import dev.muster.engine.event.ConversationEvent.ThoughtAdded;
import dev.muster.engine.event.Limits;
import dev.muster.engine.event.MoneyEvent.UsageReported;
import dev.muster.engine.event.OutcomeEvent.Noted;
import dev.muster.engine.event.PermissionEvent;
import dev.muster.engine.event.ToolOutcome;
import dev.muster.engine.event.TurnEvent.Compacted;
import dev.muster.engine.event.TurnEvent.End;
import dev.muster.engine.event.TurnEvent.TurnEnded;
import dev.muster.engine.event.WorkEvent.ToolFinished;
import dev.muster.engine.event.WorkEvent.ToolStarted;
import dev.muster.engine.policy.ActionRequest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What ends or shortens a turn: tokens, money, time, and the context window. */
class TurnLimitsTest extends LoopFixture {

  @Test
  void usage_and_cost_are_told_after_every_answer() throws Exception {
    server.script(ScriptedReply.text("ok").tokens(100_000, 10_000, 500_000, 40_000));
    harness.open(agent(ApiKind.ANTHROPIC)).ask("go");

    UsageReported usage = harness.events(UsageReported.class).getFirst();
    // claude-sonnet-5-5: 0.2 $ + 0.1 $ + 0.05 $ + 0.1 $
    assertThat(usage.costMicros()).isEqualTo(450_000);
    assertThat(usage.contextUsed()).isEqualTo(650_000);
    assertThat(usage.contextSize()).isEqualTo(1_000_000);
  }

  @Test
  void the_token_limit_stops_before_the_next_action() throws Exception {
    ProbeTool probe = echo("probe", false);
    server.script(
        ScriptedReply.call("c1", "probe", "{}").tokens(9_000, 2_000, 0, 0),
        ScriptedReply.text("never asked for"));
    harness.limits = new Limits(null, 10_000L, null);
    harness.open(agent(ApiKind.CHAT, probe));

    TurnEnded end = harness.ask("go");

    assertThat(end.end()).isEqualTo(End.LIMIT);
    assertThat(end.reason()).contains("10,000");
    assertThat(probe.runs()).isEmpty();
    assertThat(harness.events(ToolFinished.class).getFirst().outcome())
        .isEqualTo(ToolOutcome.CANCELLED);
    assertThat(server.requests()).hasSize(1);
    assertThat(harness.ask("more").end()).isEqualTo(End.LIMIT);
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void the_money_limit_stops_the_session() throws Exception {
    server.script(ScriptedReply.call("c1", "probe", "{}").tokens(600_000, 0, 0, 0));
    harness.limits = new Limits(1_000_000L, null, null);
    harness.open(agent(ApiKind.ANTHROPIC, echo("probe", false)));

    TurnEnded end = harness.ask("go");

    assertThat(end.end()).isEqualTo(End.LIMIT);
    assertThat(end.reason()).contains("$1.00", "$1.20");
  }

  @Test
  void tokens_that_no_one_counts_are_said_to_be_estimated() throws Exception {
    server.script(ScriptedReply.text("ok").noUsage());
    harness.open(agent(ApiKind.CHAT)).ask("go");

    assertThat(harness.events(UsageReported.class)).isEmpty();
    assertThat(harness.events(Noted.class).getFirst().text()).contains("estimate");
  }

  @Test
  void a_nearly_full_conversation_is_shortened_by_a_summary() throws Exception {
    server.script(
        ScriptedReply.call("c1", "probe", "{\"n\":1}").tokens(850_000, 100, 0, 0),
        ScriptedReply.text("NOTE: looked at n, next is the end."),
        ScriptedReply.text("Finished."));
    harness.open(agent(ApiKind.ANTHROPIC, echo("probe", false)));

    TurnEnded end = harness.ask("the great task");

    assertThat(end.end()).isEqualTo(End.DONE);
    Compacted compacted = harness.events(Compacted.class).getFirst();
    assertThat(compacted.summary()).startsWith("NOTE:");
    assertThat(compacted.tokensBefore()).isGreaterThan(850_000);
    assertThat(compacted.tokensAfter()).isLessThan(2_000);
    assertThat(server.requests().get(1).body().toString()).contains("CALL probe");
    JsonNode last = server.requests().get(2).body().path("messages");
    assertThat(last).hasSize(1);
    assertThat(last.toString()).contains("the great task", "NOTE:").doesNotContain("tool_result");
    assertThat(harness.events(MessageAdded.class))
        .extracting(MessageAdded::text)
        .containsExactly("Finished.");
  }

  @Test
  void a_conversation_the_server_finds_too_long_is_shortened_once_and_sent_again()
      throws Exception {
    ScriptedReply tooLong =
        ScriptedReply.status(400)
            .body("application/json", "{\"error\":{\"message\":\"prompt is too long\"}}");
    server.script(
        ScriptedReply.call("c1", "probe", "{}"),
        tooLong,
        ScriptedReply.text("a note"),
        ScriptedReply.text("done"));
    harness.open(agent(ApiKind.CHAT, echo("probe", false)));

    assertThat(harness.ask("go").end()).isEqualTo(End.DONE);
    assertThat(harness.events(Compacted.class)).hasSize(1);
  }

  @Test
  void thinking_the_provider_does_not_take_back_is_left_out() throws Exception {
    server.script(
        ScriptedReply.call("c1", "probe", "{}").think("Bound to this."),
        ScriptedReply.status(400)
            .body(
                "application/json",
                "{\"error\":{\"message\":\"messages.1.content.0: Invalid `signature` in `thinking`"
                    + " block. The block is bound to a different conversation.\"}}"),
        ScriptedReply.text("done"));
    harness.open(agent(ApiKind.ANTHROPIC, echo("probe", false)));

    assertThat(harness.ask("go").end()).isEqualTo(End.DONE);
    assertThat(server.requests().get(1).body().toString()).contains("Bound to this.");
    assertThat(server.requests().get(2).body().toString()).doesNotContain("Bound to this.");
    assertThat(harness.events(ThoughtAdded.class)).hasSize(1);
  }

  @Test
  void the_time_limit_ends_a_turn_that_hangs() throws Exception {
    server.script(ScriptedReply.fault(ScriptedReply.Fault.STALL, "Something that never goes on"));
    harness.limits = new Limits(null, null, 0);
    harness.open(agent(ApiKind.CHAT));

    TurnEnded end = harness.ask("go");

    assertThat(end.end()).isEqualTo(End.LIMIT);
    assertThat(end.reason()).contains("time limit");
  }

  @Test
  void waiting_for_a_person_is_not_working_time() {
    CompletableFuture<Gate.Decision> answer = new CompletableFuture<>();
    harness.decide = _ -> answer;
    WorkClock clock = new WorkClock(harness);
    clock.restart();

    clock.request(
        new ActionRequest(
            "r", null, "run", PermissionEvent.Subject.RUN, "x", "x", List.of(), null, null));
    Duration before = clock.worked();
    long since = System.nanoTime();
    while (System.nanoTime() - since < 5_000_000) {
      Thread.onSpinWait();
    }
    assertThat(clock.worked()).isEqualTo(before);

    answer.complete(new Gate.Decision(true, null));
    long after = System.nanoTime();
    while (System.nanoTime() - after < 1_000_000) {
      Thread.onSpinWait();
    }
    assertThat(clock.worked()).isGreaterThan(before);
  }

  @Test
  void a_model_that_never_ends_is_stopped() throws Exception {
    for (int i = 0; i < 6; i++) {
      server.script(ScriptedReply.call("c", "probe", "{}"));
    }
    harness.open(agent(ApiKind.CHAT, new LoopSettings(5, 0.8, 4, quick()), echo("probe", false)));

    TurnEnded end = harness.ask("go");

    assertThat(end.end()).isEqualTo(End.LIMIT);
    assertThat(end.reason()).contains("5 times");
    assertThat(harness.events(ToolStarted.class))
        .extracting(ToolStarted::callId)
        .doesNotHaveDuplicates()
        .hasSize(5);
  }
}
