package dev.muster.engine.agent.builtin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.engine.agent.Agent;
import dev.muster.engine.agent.AgentException;
import dev.muster.engine.agent.builtin.model.ApiKind;
import dev.muster.engine.agent.builtin.model.ScriptedReply;
import dev.muster.engine.agent.builtin.model.setup.KeyLookup;
import dev.muster.engine.agent.builtin.model.setup.ModelSettings;
import dev.muster.engine.agent.builtin.model.setup.Providers;
import dev.muster.engine.agent.builtin.model.setup.SystemKeychain;
import dev.muster.engine.agent.builtin.model.wire.HttpModelProvider;
import dev.muster.engine.agent.builtin.tool.ToolBox;
import dev.muster.engine.agent.builtin.tool.ToolResult;
import dev.muster.engine.event.ConversationEvent.MessageAdded;
import dev.muster.engine.event.ToolOutcome;
import dev.muster.engine.event.TurnEvent.End;
import dev.muster.engine.event.TurnEvent.RetryScheduled;
import dev.muster.engine.event.TurnEvent.TurnEnded;
import dev.muster.engine.event.WorkEvent.ToolFinished;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** The loop of model answers and tools, against a model server over real HTTP. */
class TurnLoopTest extends LoopFixture {

  @ParameterizedTest
  @EnumSource(names = "SCRIPTED", mode = EnumSource.Mode.EXCLUDE)
  void a_turn_is_told_in_the_order_in_which_it_happens(ApiKind api) throws Exception {
    server.script(
        ScriptedReply.text("Let me look.").think("Hm.").andCall("c1", "probe", "{\"n\":1}"),
        ScriptedReply.text("All is well."));
    harness.open(agent(api, echo("probe", true)));

    TurnEnded end = harness.ask("go");

    assertThat(end).isEqualTo(new TurnEnded(End.DONE, null));
    assertThat(harness.events())
        .extracting(event -> event.getClass().getSimpleName())
        .containsExactly(
            "AgentStarted",
            "PromptSent",
            "TurnStarted",
            "ThoughtAdded",
            "MessageAdded",
            "UsageReported",
            "ToolStarted",
            "ToolFinished",
            "MessageAdded",
            "UsageReported",
            "TurnEnded");
    assertThat(harness.events(MessageAdded.class))
        .extracting(MessageAdded::text)
        .containsExactly("Let me look.", "All is well.");
    assertThat(harness.tailText()).contains("Let me look.", "All is well.");
    assertThat(harness.dropped()).isEmpty();
  }

  @Test
  void the_model_is_told_where_it_works_what_it_may_and_what_the_project_says() throws Exception {
    Files.writeString(dir.resolve("tree/AGENTS.md"), "Use tabs.\n");
    Files.writeString(dir.resolve("secret.md"), "outside");
    Files.createSymbolicLink(dir.resolve("tree/CLAUDE.md"), dir.resolve("secret.md"));
    server.script(ScriptedReply.text("ok"));
    harness.open(agent(ApiKind.ANTHROPIC)).ask("go");

    String system = server.requests().getFirst().body().at("/system/0/text").asString();
    assertThat(system)
        .contains(dir.resolve("tree").toRealPath().toString())
        .contains("full auto", "Use tabs.")
        .doesNotContain("outside\n");
  }

  @Test
  void reads_run_at_the_same_time_and_changes_one_after_the_other() throws Exception {
    CyclicBarrier both = new CyclicBarrier(2);
    ProbeTool read =
        new ProbeTool(
            "read",
            true,
            (input, _) -> {
              try {
                both.await(30, TimeUnit.SECONDS); // only opens when both are here
              } catch (Exception e) {
                return ToolResult.failed("alone");
              }
              return ToolResult.ok(input.toString(), null);
            });
    ProbeTool edit =
        new ProbeTool("edit", false, (input, _) -> ToolResult.ok(input.toString(), null));
    server.script(
        ScriptedReply.call("r1", "read", "{\"n\":1}")
            .andCall("r2", "read", "{\"n\":2}")
            .andCall("e1", "edit", "{\"n\":3}")
            .andCall("e2", "edit", "{\"n\":4}"),
        ScriptedReply.text("done"));
    harness.open(agent(ApiKind.ANTHROPIC, read, edit)).ask("go");

    assertThat(harness.events(ToolFinished.class))
        .allMatch(f -> f.outcome() == ToolOutcome.OK)
        .hasSize(4);
    assertThat(edit.runs()).containsExactly("{\"n\":3}", "{\"n\":4}");
    JsonNode results = server.requests().get(1).body().at("/messages/2/content");
    assertThat(results)
        .extracting(node -> node.path("tool_use_id").asString())
        .containsExactly("r1", "r2", "e1", "e2");
  }

  @ParameterizedTest
  @EnumSource(names = "SCRIPTED", mode = EnumSource.Mode.EXCLUDE)
  void the_task_is_done_although_the_server_fails_in_four_ways(ApiKind api) throws Exception {
    server.script(
        ScriptedReply.status(529),
        ScriptedReply.call("c1", "probe", "{\"n\":1}"),
        ScriptedReply.status(429).header("retry-after-ms", "30"),
        ScriptedReply.fault(ScriptedReply.Fault.CUT, "This half must not be kept anywhere"),
        ScriptedReply.fault(ScriptedReply.Fault.MALFORMED, "Nor must this half be kept"),
        ScriptedReply.text("Done after all."));
    ProbeTool probe = echo("probe", false);
    harness.open(agent(api, probe));

    TurnEnded end = harness.ask("go");

    assertThat(end.end()).isEqualTo(End.DONE);
    assertThat(probe.runs()).containsExactly("{\"n\":1}");
    assertThat(harness.events(RetryScheduled.class)).hasSize(4);
    assertThat(harness.events(RetryScheduled.class).getFirst().cause()).contains("529");
    assertThat(harness.events(MessageAdded.class))
        .extracting(MessageAdded::text)
        .containsExactly("Done after all.");
    assertThat(harness.dropped()).hasSize(2);
    assertThat(server.requests().getLast().body().toString()).doesNotContain("must not be kept");
  }

  @Test
  void a_failure_that_does_not_pass_ends_the_turn_with_its_sentence() throws Exception {
    server.script(ScriptedReply.status(401), ScriptedReply.text("now it works"));
    harness.open(agent(ApiKind.ANTHROPIC));

    TurnEnded failed = harness.ask("go");
    TurnEnded done = harness.ask("again");

    assertThat(failed.end()).isEqualTo(End.FAILED);
    assertThat(failed.reason()).contains("does not accept the key").doesNotContain("test-key");
    assertThat(done.end()).isEqualTo(End.DONE);
    String sent = server.requests().getLast().body().path("messages").toString();
    assertThat(sent).contains("go", "again");
  }

  @Test
  void an_answer_that_is_cut_at_its_length_is_gone_on_with() throws Exception {
    server.script(
        ScriptedReply.text("It goes on").maxTokens(), ScriptedReply.text("and ends here."));
    harness.open(agent(ApiKind.RESPONSES));

    assertThat(harness.ask("go").end()).isEqualTo(End.DONE);
    assertThat(server.requests().get(1).body().toString()).contains("cut at the length limit");
  }

  @Test
  void a_refusal_ends_the_turn_and_does_not_poison_the_next() throws Exception {
    server.script(
        ScriptedReply.text("I must decline.").refusal(),
        ScriptedReply.text("Sure."),
        ScriptedReply.text("Yes."));
    harness.open(agent(ApiKind.ANTHROPIC));

    assertThat(harness.ask("odd").end()).isEqualTo(End.FAILED);
    assertThat(harness.ask("fine").end()).isEqualTo(End.DONE);
    assertThat(server.requests().get(1).body().toString()).doesNotContain("I must decline.");
    harness.close();
    harness.open(agent(ApiKind.ANTHROPIC)).ask("and more");
    assertThat(server.requests().get(2).body().toString())
        .contains("odd", "fine", "Sure.")
        .doesNotContain("I must decline.");
  }

  @Test
  void an_unknown_tool_and_malformed_arguments_are_told_to_the_model() throws Exception {
    server.script(
        ScriptedReply.call("c1", "no_such_tool", "{}").andCall("c2", "probe", "{\"broken"),
        ScriptedReply.text("Sorry."));
    ProbeTool probe = echo("probe", false);
    harness.open(agent(ApiKind.RESPONSES, probe));

    assertThat(harness.ask("go").end()).isEqualTo(End.DONE);
    assertThat(probe.runs()).isEmpty();
    assertThat(harness.events(ToolFinished.class))
        .extracting(ToolFinished::outcome)
        .containsExactly(ToolOutcome.FAILED, ToolOutcome.FAILED);
  }

  @Test
  void an_agent_without_its_key_does_not_start_and_says_why() {
    Providers none =
        Providers.fromEnvironment(
            Map.of(),
            ModelSettings.NONE,
            new KeyLookup(Map.of(), new SystemKeychain(Map.of(), "Linux")),
            HttpModelProvider::newClient);
    Agent agent =
        BuiltinAgents.agent(
            none.find("anthropic").orElseThrow(),
            none.prices(),
            new ToolBox(List.of()),
            LoopSettings.DEFAULT);

    assertThat(agent.profile().availability().ready()).isFalse();
    assertThatThrownBy(() -> harness.open(agent))
        .isInstanceOf(AgentException.class)
        .hasMessageContaining("ANTHROPIC_API_KEY");
  }

  @Test
  void a_changed_mode_is_told_to_the_model_with_the_next_prompt() throws Exception {
    server.script(ScriptedReply.text("a"), ScriptedReply.text("b"));
    harness.open(agent(ApiKind.ANTHROPIC)).ask("one");

    harness.mode = dev.muster.engine.event.PermissionMode.SUGGEST;
    harness.ask("two");

    assertThat(server.requests().get(1).body().toString()).contains("mode is now suggest");
    assertThat(server.requests().get(1).body().path("system"))
        .isEqualTo(server.requests().get(0).body().path("system"));
  }
}
