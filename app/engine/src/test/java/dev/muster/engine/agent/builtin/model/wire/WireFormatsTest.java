package dev.muster.engine.agent.builtin.model.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.engine.agent.builtin.model.ApiKind;
import dev.muster.engine.agent.builtin.model.Cancel;
import dev.muster.engine.agent.builtin.model.ContentBlock;
import dev.muster.engine.agent.builtin.model.ModelEvent;
import dev.muster.engine.agent.builtin.model.ModelMessage;
import dev.muster.engine.agent.builtin.model.ModelRequest;
import dev.muster.engine.agent.builtin.model.ModelTurn;
import dev.muster.engine.agent.builtin.model.ScriptedModelServer;
import dev.muster.engine.agent.builtin.model.ScriptedReply;
import dev.muster.engine.agent.builtin.model.StopReason;
import dev.muster.engine.agent.builtin.model.ToolDefinition;
import dev.muster.engine.agent.builtin.model.Usage;
import dev.muster.engine.event.ToolOutcome;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The three wire formats over real HTTP: what is said and what is heard. */
class WireFormatsTest extends WireFixture {

  @ParameterizedTest
  @EnumSource(names = "SCRIPTED", mode = EnumSource.Mode.EXCLUDE)
  void text_streams_in_and_comes_back_whole(ApiKind api) throws Exception {
    server.script(ScriptedReply.text("Grüße, 世界 🌍!").tokens(900, 40, 5_000, 300));

    ModelTurn turn = ask(api, request(api, "hello"));

    assertThat(turn.text()).isEqualTo("Grüße, 世界 🌍!");
    assertThat(turn.stop()).isEqualTo(StopReason.END);
    assertThat(turn.usage()).isEqualTo(new Usage(900, 40, 5_000, 300));
    assertThat(shown()).isEqualTo(turn.text());
    assertThat(events).hasSizeGreaterThan(2);
  }

  @ParameterizedTest
  @EnumSource(names = "SCRIPTED", mode = EnumSource.Mode.EXCLUDE)
  void parallel_tool_calls_keep_their_order_ids_and_arguments(ApiKind api) throws Exception {
    server.script(
        ScriptedReply.text("Looking.")
            .andCall("c1", "read", "{\"path\":\"a/b.txt\",\"limit\":20}")
            .andCall("c2", "list", "{}")
            .andCall("c3", "run", "{\"command\":\"echo \\\"x\\\"\"}"));

    ModelTurn turn = ask(api, request(api, "go"));

    assertThat(turn.stop()).isEqualTo(StopReason.TOOL_USE);
    assertThat(turn.toolCalls())
        .containsExactly(
            new ContentBlock.ToolCall("c1", "read", "{\"path\":\"a/b.txt\",\"limit\":20}"),
            new ContentBlock.ToolCall("c2", "list", "{}"),
            new ContentBlock.ToolCall("c3", "run", "{\"command\":\"echo \\\"x\\\"\"}"));
    assertThat(events)
        .filteredOn(ModelEvent.ToolCallStarted.class::isInstance)
        .extracting(e -> ((ModelEvent.ToolCallStarted) e).name())
        .containsExactly("read", "list", "run");
    assertThat(events).filteredOn(ModelEvent.ToolCallComplete.class::isInstance).hasSize(3);
  }

  @ParameterizedTest
  @EnumSource(names = "SCRIPTED", mode = EnumSource.Mode.EXCLUDE)
  void thinking_is_shown_and_given_back_word_for_word(ApiKind api) throws Exception {
    server.script(
        ScriptedReply.call("c1", "read", "{}").think("First I look around."),
        ScriptedReply.text("Done."));
    ModelRequest first = request(api, "go");

    ModelTurn turn = ask(api, first);
    List<ModelMessage> more = new ArrayList<>(first.messages());
    more.add(ModelMessage.assistant(turn.content()));
    more.add(ModelMessage.user(new ContentBlock.ToolResult("c1", "42", ToolOutcome.OK)));
    ask(api, first.withMessages(more));

    assertThat(turn.content().getFirst())
        .isInstanceOfSatisfying(
            ContentBlock.Thinking.class,
            t -> assertThat(t.text()).isEqualTo("First I look around."));
    JsonNode sent = server.requests().get(1).body();
    switch (api) {
      case ANTHROPIC -> {
        JsonNode block = sent.at("/messages/1/content/0");
        assertThat(block.path("type").asString()).isEqualTo("thinking");
        assertThat(block.path("thinking").asString()).isEqualTo("First I look around.");
        assertThat(block.path("signature").asString()).isEqualTo("c2lnbmVk");
      }
      case RESPONSES -> {
        JsonNode item = sent.at("/input/1");
        assertThat(item.path("type").asString()).isEqualTo("reasoning");
        assertThat(item.path("encrypted_content").asString()).isEqualTo("c2VhbGVk");
        assertThat(item.has("status")).isFalse();
      }
      case CHAT ->
          assertThat(sent.at("/messages/2/reasoning_content").asString())
              .isEqualTo("First I look around.");
      case SCRIPTED -> throw new AssertionError();
    }
  }

  @ParameterizedTest
  @EnumSource(names = "SCRIPTED", mode = EnumSource.Mode.EXCLUDE)
  void a_tool_result_goes_back_under_the_id_of_its_call(ApiKind api) throws Exception {
    server.script(ScriptedReply.text("ok"));
    ModelRequest request =
        request(api, "go")
            .withMessages(
                List.of(
                    ModelMessage.user("go"),
                    ModelMessage.assistant(
                        List.of(new ContentBlock.ToolCall("c9", "read", "{\"path\":\"x\"}"))),
                    ModelMessage.user(
                        new ContentBlock.ToolResult("c9", "no such file", ToolOutcome.FAILED),
                        new ContentBlock.Text("and hurry"))));

    ask(api, request);

    JsonNode sent = server.requests().getFirst().body();
    String call =
        switch (api) {
          case ANTHROPIC -> "/messages/1/content/0/id";
          case RESPONSES -> "/input/1/call_id";
          default -> "/messages/2/tool_calls/0/id";
        };
    String result =
        switch (api) {
          case ANTHROPIC -> "/messages/2/content/0/tool_use_id";
          case RESPONSES -> "/input/2/call_id";
          default -> "/messages/3/tool_call_id";
        };
    assertThat(sent.at(call).asString()).isEqualTo("c9");
    assertThat(sent.at(result).asString()).isEqualTo("c9");
    assertThat(sent.toString()).contains("no such file").contains("and hurry");
  }

  @ParameterizedTest
  @EnumSource(names = "SCRIPTED", mode = EnumSource.Mode.EXCLUDE)
  void refusal_and_cut_answers_are_told_apart(ApiKind api) throws Exception {
    server.script(
        ScriptedReply.text("I will not do that.").refusal(),
        ScriptedReply.text("It goes on and on").maxTokens());

    assertThat(ask(api, request(api, "a")).stop()).isEqualTo(StopReason.REFUSAL);
    assertThat(ask(api, request(api, "b")).stop()).isEqualTo(StopReason.MAX_TOKENS);
  }

  @ParameterizedTest
  @EnumSource(names = "SCRIPTED", mode = EnumSource.Mode.EXCLUDE)
  void usage_that_is_not_reported_is_unknown_not_zero(ApiKind api) throws Exception {
    server.script(ScriptedReply.text("hi").noUsage());

    assertThat(ask(api, request(api, "a")).usage()).isNull();
  }

  @ParameterizedTest
  @EnumSource(names = "SCRIPTED", mode = EnumSource.Mode.EXCLUDE)
  void the_request_carries_key_system_tools_and_conversation(ApiKind api) throws Exception {
    server.script(ScriptedReply.text("ok"));
    ObjectNode schema = (ObjectNode) JsonMapper.shared().readTree("{\"type\":\"object\"}");

    ask(
        api,
        request(api, "hello")
            .withTools(List.of(new ToolDefinition("read", "Reads a file.", schema)))
            .withCacheKey("session-1"));

    ScriptedModelServer.Seen seen = server.requests().getFirst();
    assertThat(seen.api()).isEqualTo(api);
    assertThat(
            api == ApiKind.ANTHROPIC
                ? seen.headers().get("x-api-key")
                : seen.headers().get("authorization"))
        .isEqualTo(api == ApiKind.ANTHROPIC ? KEY : "Bearer " + KEY);
    assertThat(seen.body().path("stream").asBoolean()).isTrue();
    assertThat(seen.body().toString()).contains("Be brief.", "hello", "Reads a file.");
    switch (api) {
      case ANTHROPIC -> {
        String mark = "/cache_control/type";
        assertThat(seen.body().at("/system/0" + mark).asString()).isEqualTo("ephemeral");
        assertThat(seen.body().at("/tools/0" + mark).asString()).isEqualTo("ephemeral");
        assertThat(seen.body().at("/messages/0/content/0" + mark).asString())
            .isEqualTo("ephemeral");
        assertThat(seen.body().path("max_tokens").asInt()).isPositive();
      }
      case RESPONSES -> {
        assertThat(seen.body().path("store").asBoolean(true)).isFalse();
        assertThat(seen.body().path("prompt_cache_key").asString()).isEqualTo("session-1");
        assertThat(seen.body().at("/include/0").asString())
            .isEqualTo("reasoning.encrypted_content");
      }
      case CHAT -> assertThat(seen.body().at("/stream_options/include_usage").asBoolean()).isTrue();
      case SCRIPTED -> throw new AssertionError();
    }
  }

  @ParameterizedTest
  @EnumSource(names = "SCRIPTED", mode = EnumSource.Mode.EXCLUDE)
  void the_server_is_asked_for_its_models(ApiKind api) throws Exception {
    assertThat(provider(api).models(new Cancel())).containsExactly("scripted-1", "scripted-2");
  }
}
