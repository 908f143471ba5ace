package dev.muster.engine.agent.builtin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.engine.agent.Agent;
import dev.muster.engine.agent.builtin.model.ApiKind;
import dev.muster.engine.agent.builtin.model.ScriptedReply;
import dev.muster.engine.agent.builtin.tool.ToolResult;
import dev.muster.engine.event.ConversationEvent.MessageAdded;
import dev.muster.engine.event.ConversationEvent.PromptQueued;
import dev.muster.engine.event.ObservedEvent.AgentStarted;
import dev.muster.engine.event.Recorded;
import dev.muster.engine.event.SessionEvent;
import dev.muster.engine.event.ToolOutcome;
import dev.muster.engine.event.TurnEvent.End;
import dev.muster.engine.event.TurnEvent.RetryScheduled;
import dev.muster.engine.event.TurnEvent.TurnEnded;
import dev.muster.engine.event.TurnEvent.TurnStarted;
import dev.muster.engine.event.WorkEvent.ToolFinished;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** Interrupting, steering, closing and resuming, at every moment of a turn. */
class TurnControlTest extends LoopFixture {

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
  void an_attempt_is_told_with_a_token_to_resume_by() throws Exception {
    harness.open(agent(ApiKind.CHAT));

    AgentStarted started = harness.events(AgentStarted.class).getFirst();
    assertThat(started.pid()).isNull();
    assertThat(started.resumeToken()).isNotNull();
  }
}
