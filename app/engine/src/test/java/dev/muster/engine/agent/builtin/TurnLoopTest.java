package dev.muster.engine.agent.builtin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.engine.agent.Agent;
import dev.muster.engine.agent.AgentException;
import dev.muster.engine.agent.Gate;
import dev.muster.engine.agent.builtin.model.ApiKind;
import dev.muster.engine.agent.builtin.model.RetryPolicy;
import dev.muster.engine.agent.builtin.model.ScriptedModelServer;
import dev.muster.engine.agent.builtin.model.ScriptedReply;
import dev.muster.engine.agent.builtin.model.setup.KeyLookup;
import dev.muster.engine.agent.builtin.model.setup.ModelSettings;
import dev.muster.engine.agent.builtin.model.setup.Providers;
import dev.muster.engine.agent.builtin.model.setup.SystemKeychain;
import dev.muster.engine.agent.builtin.model.wire.HttpModelProvider;
import dev.muster.engine.agent.builtin.tool.ToolBox;
import dev.muster.engine.agent.builtin.tool.ToolResult;
import dev.muster.engine.event.ConversationEvent.MessageAdded;
import dev.muster.engine.event.ConversationEvent.PromptQueued;
import dev.muster.engine.event.ConversationEvent.ThoughtAdded;
import dev.muster.engine.event.Limits;
import dev.muster.engine.event.MoneyEvent.UsageReported;
import dev.muster.engine.event.ObservedEvent.AgentStarted;
import dev.muster.engine.event.OutcomeEvent.Noted;
import dev.muster.engine.event.PermissionEvent;
import dev.muster.engine.event.Recorded;
import dev.muster.engine.event.SessionEvent;
import dev.muster.engine.event.ToolOutcome;
import dev.muster.engine.event.TurnEvent.Compacted;
import dev.muster.engine.event.TurnEvent.End;
import dev.muster.engine.event.TurnEvent.RetryScheduled;
import dev.muster.engine.event.TurnEvent.TurnEnded;
import dev.muster.engine.event.TurnEvent.TurnStarted;
import dev.muster.engine.event.WorkEvent.ToolFinished;
import dev.muster.engine.event.WorkEvent.ToolStarted;
import dev.muster.engine.policy.ActionRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** The loop of model answers and tools, against a model server over real HTTP. */
class TurnLoopTest {
  @TempDir Path dir;
  private final ScriptedModelServer server = ScriptedModelServer.start();
  private AgentHarness harness;

  @BeforeEach
  void prepare() throws Exception {
    Files.createDirectories(dir.resolve("tree"));
    harness = new AgentHarness(dir.resolve("tree").toRealPath(), dir);
  }

  @AfterEach
  void end() {
    harness.close();
    server.close();
  }

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
        .contains(harness.journal().isEmpty() ? "" : dir.resolve("tree").toRealPath().toString())
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

  @ParameterizedTest
  @EnumSource(names = "SCRIPTED", mode = EnumSource.Mode.EXCLUDE)
  void interrupting_while_text_streams_keeps_the_words_and_ends_the_turn(ApiKind api)
      throws Exception {
    server.script(
        ScriptedReply.fault(ScriptedReply.Fault.STALL, "I was just about to explain it all"),
        ScriptedReply.text("Yes?"));
    harness.open(agent(api));
    harness.send("go");
    harness.await(h -> h.tailText().contains("I was"));

    harness.session().interrupt();
    harness.await(h -> !h.ends().isEmpty());

    assertThat(harness.ends().getLast().end()).isEqualTo(End.INTERRUPTED);
    assertThat(harness.events(MessageAdded.class)).hasSize(1);
    assertThat(harness.events(MessageAdded.class).getFirst().text()).startsWith("I was");
    assertThat(harness.ask("go on").end()).isEqualTo(End.DONE);
    assertThat(server.requests().getLast().body().toString()).contains("I was", "interrupted");
  }

  @Test
  void interrupting_while_a_tool_runs_cancels_it_and_those_that_wait() throws Exception {
    CountDownLatch running = new CountDownLatch(1);
    ProbeTool slow =
        new ProbeTool(
            "slow",
            false,
            (_, cancel) -> {
              running.countDown();
              cancel.await(Duration.ofMinutes(5));
              return ToolResult.cancelled("stopped");
            });
    ProbeTool after = echo("after", false);
    server.script(
        ScriptedReply.call("c1", "slow", "{}").andCall("c2", "after", "{}"),
        ScriptedReply.text("ok"));
    harness.open(agent(ApiKind.RESPONSES, slow, after));
    harness.send("go");
    running.await();

    harness.session().interrupt();
    harness.await(h -> !h.ends().isEmpty());

    assertThat(harness.ends().getLast()).isEqualTo(new TurnEnded(End.INTERRUPTED, null));
    assertThat(harness.events(ToolFinished.class))
        .extracting(ToolFinished::outcome)
        .containsExactly(ToolOutcome.CANCELLED, ToolOutcome.CANCELLED);
    assertThat(after.runs()).isEmpty();
    harness.ask("go on");
    assertThat(server.requests().getLast().body().at("/input/3/type").asString())
        .isEqualTo("function_call_output");
  }

  @Test
  void interrupting_ends_the_wait_for_the_next_try() throws Exception {
    server.script(ScriptedReply.status(429).header("retry-after", "300"));
    harness.open(agent(ApiKind.CHAT));
    harness.send("go");
    harness.await(h -> !h.events(RetryScheduled.class).isEmpty());

    harness.session().interrupt();
    harness.await(h -> !h.ends().isEmpty());

    assertThat(harness.ends().getLast().end()).isEqualTo(End.INTERRUPTED);
  }

  @Test
  void a_steered_prompt_goes_to_the_model_with_its_next_request() throws Exception {
    CountDownLatch running = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    ProbeTool slow =
        new ProbeTool(
            "slow",
            false,
            (_, _) -> {
              running.countDown();
              go.await();
              return ToolResult.ok("result", null);
            });
    server.script(ScriptedReply.call("c1", "slow", "{}"), ScriptedReply.text("ok"));
    harness.open(agent(ApiKind.ANTHROPIC, slow));
    harness.send("start");
    running.await();

    harness.steer("use the other file");
    go.countDown();
    harness.await(h -> !h.ends().isEmpty());

    JsonNode last = server.requests().get(1).body().at("/messages/2/content");
    assertThat(last.path(0).path("type").asString()).isEqualTo("tool_result");
    assertThat(last.path(1).path("text").asString()).isEqualTo("use the other file");
    assertThat(harness.ends()).hasSize(1);
  }

  @Test
  void a_prompt_steered_into_the_last_answer_is_answered_too() throws Exception {
    server.script(
        ScriptedReply.text("That was all I have to say.").pace(Duration.ofMillis(20)),
        ScriptedReply.text("Of course."));
    harness.open(agent(ApiKind.CHAT));
    harness.send("start");
    harness.await(h -> h.tailText().contains("That"));

    harness.steer("one more thing");
    harness.await(
        h ->
            h.events(MessageAdded.class).stream().anyMatch(m -> m.text().equals("Of course."))
                && h.ends().size() == h.events(TurnStarted.class).size());

    assertThat(server.requests().get(1).body().toString()).contains("one more thing");
  }

  @Test
  void a_prompt_steered_into_a_turn_that_is_just_over_waits_for_the_next_one() throws Exception {
    server.script(ScriptedReply.text("Done."), ScriptedReply.text("And that too."));
    harness.open(agent(ApiKind.RESPONSES)).ask("start");

    harness.steer("and that");
    harness.await(h -> h.ends().size() == 2);

    assertThat(harness.events(PromptQueued.class).getFirst().text()).isEqualTo("and that");
    assertThat(server.requests().get(1).body().toString()).contains("and that");
  }

  @Test
  void a_prompt_steered_into_an_interrupted_turn_is_not_lost() throws Exception {
    CountDownLatch running = new CountDownLatch(1);
    ProbeTool slow =
        new ProbeTool(
            "slow",
            false,
            (_, cancel) -> {
              running.countDown();
              cancel.await(Duration.ofMinutes(5));
              return ToolResult.cancelled("stopped");
            });
    server.script(ScriptedReply.call("c1", "slow", "{}"), ScriptedReply.text("ok"));
    harness.open(agent(ApiKind.ANTHROPIC, slow));
    harness.send("start");
    running.await();

    harness.steer("by the way");
    harness.session().interrupt();
    harness.await(h -> h.ends().size() == 2);

    assertThat(harness.ends().getFirst().end()).isEqualTo(End.INTERRUPTED);
    assertThat(server.requests().get(1).body().toString()).contains("by the way");
  }

  @ParameterizedTest
  @EnumSource(names = "SCRIPTED", mode = EnumSource.Mode.EXCLUDE)
  void a_new_attempt_goes_on_where_the_journal_ends(ApiKind api) throws Exception {
    server.script(
        ScriptedReply.text("Looking.")
            .think("Deep.")
            .andCall("c1", "probe", "{\"n\":1}")
            .andCall("c2", "probe", "{\"n\":2}"),
        ScriptedReply.call("c3", "probe", "{\"n\":3}"),
        ScriptedReply.text("First task done."),
        ScriptedReply.text("Second task done."));
    Agent agent = agent(api, echo("probe", true));
    harness.open(agent).ask("first");
    JsonNode before = server.requests().getLast().body();

    harness.close();
    harness.open(agent).ask("second");

    String list = api == ApiKind.RESPONSES ? "/input" : "/messages";
    JsonNode now = server.requests().getLast().body().at(list);
    JsonNode then = before.at(list);
    for (int i = 0; i < then.size(); i++) {
      assertThat(plain(now.get(i))).as("message %d", i).isEqualTo(plain(then.get(i)));
    }
    assertThat(now.toString()).contains("First task done.", "second");
  }

  @Test
  void a_call_without_a_result_is_answered_as_interrupted_after_a_crash() throws Exception {
    server.script(
        ScriptedReply.call("c1", "probe", "{}").andCall("c2", "probe", "{}"),
        ScriptedReply.text("x"),
        ScriptedReply.text("I see."));
    Agent agent = agent(ApiKind.ANTHROPIC, echo("probe", false));
    harness.open(agent).ask("go");
    List<Recorded> cut =
        harness.journal().stream()
            .takeWhile(r -> !(r.event() instanceof ToolFinished f && f.callId().equals("c2")))
            .toList();

    harness.crashTo(cut);
    harness.open(agent).ask("what happened?");

    JsonNode results = server.requests().getLast().body().at("/messages/2/content");
    assertThat(results.path(0).path("content").asString()).isEqualTo("{}");
    assertThat(results.path(1).path("tool_use_id").asString()).isEqualTo("c2");
    assertThat(results.path(1).path("content").asString()).startsWith("Interrupted");
    assertThat(results.path(1).path("is_error").asBoolean()).isTrue();
    assertThat(results.toString()).contains("was interrupted", "what happened?");
  }

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
  void closing_in_mid_turn_tells_its_end_and_then_nothing_more() throws Exception {
    server.script(ScriptedReply.fault(ScriptedReply.Fault.STALL, "Something long and unfinished"));
    harness.open(agent(ApiKind.ANTHROPIC));
    harness.send("go");
    harness.await(h -> h.tailText().contains("Some"));

    harness.session().close();
    List<SessionEvent> events = harness.events();

    assertThat(events.getLast()).isEqualTo(new TurnEnded(End.INTERRUPTED, null));
    harness.session().prompt(new dev.muster.engine.agent.Prompt("late", "hello", List.of()));
    harness.session().close();
    assertThat(harness.events()).isEqualTo(events);
  }

  @Test
  void an_agent_without_its_key_does_not_start_and_says_why() {
    Providers none =
        Providers.fromEnvironment(
            Map.of(),
            ModelSettings.NONE,
            new KeyLookup(Map.of(), new SystemKeychain(Map.of(), "Linux")),
            HttpModelProvider.newClient());
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
  void an_attempt_is_told_with_a_token_to_resume_by() throws Exception {
    harness.open(agent(ApiKind.CHAT));

    AgentStarted started = harness.events(AgentStarted.class).getFirst();
    assertThat(started.pid()).isNull();
    assertThat(started.resumeToken()).isNotNull();
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

  /** A message without what only serves the cache. */
  private static String plain(JsonNode message) {
    return message.toString().replaceAll(",?\"cache_control\":\\{[^}]*}", "");
  }

  private static ProbeTool echo(String name, boolean parallelSafe) {
    return new ProbeTool(name, parallelSafe, (input, _) -> ToolResult.ok(input.toString(), null));
  }

  private static RetryPolicy quick() {
    return new RetryPolicy(
        6, Duration.ofMillis(2), Duration.ofMillis(10), Duration.ofMinutes(10), 0.2);
  }

  private Agent agent(ApiKind api, ProbeTool... tools) {
    return agent(api, new LoopSettings(50, 0.8, 4, quick()), tools);
  }

  private Agent agent(ApiKind api, LoopSettings settings, ProbeTool... tools) {
    Map<String, String> env = new HashMap<>();
    env.put("ANTHROPIC_API_KEY", "test-key");
    env.put("ANTHROPIC_BASE_URL", server.anthropicBaseUrl());
    env.put("OPENAI_API_KEY", "test-key");
    env.put("OPENAI_BASE_URL", server.openAiBaseUrl());
    Providers providers =
        Providers.fromEnvironment(
            env,
            ModelSettings.NONE,
            new KeyLookup(env, new SystemKeychain(env, "Linux")),
            HttpModelProvider.newClient());
    String id =
        switch (api) {
          case ANTHROPIC -> "anthropic";
          case RESPONSES -> "openai";
          default -> "openai-chat";
        };
    return BuiltinAgents.agent(
        providers.find(id).orElseThrow(),
        providers.prices(),
        new ToolBox(List.of(tools)),
        settings);
  }
}
