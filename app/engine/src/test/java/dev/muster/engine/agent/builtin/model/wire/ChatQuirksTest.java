package dev.muster.engine.agent.builtin.model.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.muster.engine.agent.builtin.model.ApiKind;
import dev.muster.engine.agent.builtin.model.Cancel;
import dev.muster.engine.agent.builtin.model.ContentBlock;
import dev.muster.engine.agent.builtin.model.ModelException;
import dev.muster.engine.agent.builtin.model.ModelFailure;
import dev.muster.engine.agent.builtin.model.ModelListener;
import dev.muster.engine.agent.builtin.model.ModelMessage;
import dev.muster.engine.agent.builtin.model.ModelProvider;
import dev.muster.engine.agent.builtin.model.ModelRequest;
import dev.muster.engine.agent.builtin.model.ModelTurn;
import dev.muster.engine.agent.builtin.model.Prices;
import dev.muster.engine.agent.builtin.model.StopReason;
import java.util.List;
import java.util.Optional;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What servers that call themselves compatible really send. */
class ChatQuirksTest {
  private final MockWebServer server = new MockWebServer();
  private ModelProvider provider;

  @BeforeEach
  void start() throws Exception {
    server.start();
    Endpoint endpoint =
        new Endpoint(
            "local",
            "Local",
            "http://127.0.0.1:" + server.getPort(),
            "no key",
            Optional::empty,
            "m");
    provider =
        HttpModelProvider.of(
            ApiKind.CHAT, endpoint, false, 4_000, Prices.standard(), HttpModelProvider::newClient);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void calls_that_all_have_index_0_are_told_apart_by_their_ids() throws Exception {
    stream(
        delta("'tool_calls':[{'index':0,'id':'a','function':{'name':'read','arguments':'{}'}}]"),
        delta("'tool_calls':[{'index':0,'id':'b','function':{'name':'list','arguments':'{}'}}]"),
        finish("stop"),
        "[DONE]");

    ModelTurn turn = ask();

    assertThat(turn.toolCalls())
        .containsExactly(
            new ContentBlock.ToolCall("a", "read", "{}"),
            new ContentBlock.ToolCall("b", "list", "{}"));
    assertThat(turn.stop()).isEqualTo(StopReason.TOOL_USE);
  }

  @Test
  void a_call_without_id_gets_one_and_arguments_may_be_an_object() throws Exception {
    stream(
        delta("'tool_calls':[{'function':{'name':'read','arguments':{'path':'x'}}}]"),
        delta("'tool_calls':[{'function':{'name':'read','arguments':{'path':'y'}}}]"),
        finish("tool_calls"));

    List<ContentBlock.ToolCall> calls = ask().toolCalls();

    assertThat(calls)
        .extracting(ContentBlock.ToolCall::arguments)
        .containsExactly("{\"path\":\"x\"}", "{\"path\":\"y\"}");
    assertThat(calls)
        .extracting(ContentBlock.ToolCall::id)
        .doesNotHaveDuplicates()
        .doesNotContain("");
  }

  @Test
  void a_stream_without_done_is_complete_after_a_finish_reason() throws Exception {
    stream(delta("'content':'hello'"), finish("stop"));

    assertThat(ask().text()).isEqualTo("hello");
  }

  @Test
  void a_stream_without_done_and_finish_reason_is_broken() {
    stream(delta("'content':'hello'"));

    assertThat(failure().failure()).isEqualTo(ModelFailure.BROKEN_STREAM);
  }

  @Test
  void text_may_come_in_parts_and_unknown_fields_are_ignored() throws Exception {
    stream(
        delta("'content':[{'type':'text','text':'a'},{'type':'text','text':'b'}],'brand_new':7"),
        finish("stop"),
        "[DONE]");

    assertThat(ask().text()).isEqualTo("ab");
  }

  @Test
  void reasoning_details_are_joined_and_given_back() throws Exception {
    stream(
        delta("'reasoning':'One ','reasoning_details':[{'type':'t','index':0,'text':'One '}]"),
        delta(
            "'reasoning':'two','reasoning_details':"
                + "[{'type':'t','index':0,'text':'two','signature':'s'}]"),
        delta("'content':'x'"),
        finish("stop"),
        "[DONE]");
    stream(delta("'content':'y'"), finish("stop"), "[DONE]");

    ModelTurn turn = ask();
    server.takeRequest();
    provider.stream(
        ModelRequest.of(
            "m",
            "",
            List.of(
                ModelMessage.user("a"),
                ModelMessage.assistant(turn.content()),
                ModelMessage.user("b"))),
        ModelListener.NONE,
        new Cancel());

    String sent = server.takeRequest().getBody().utf8();
    assertThat(Json.MAPPER.readTree(sent).at("/messages/1/reasoning_details").toString())
        .isEqualTo("[{\"type\":\"t\",\"index\":0,\"text\":\"One two\",\"signature\":\"s\"}]");
  }

  @Test
  void a_refused_option_is_left_out_from_then_on() throws Exception {
    refuse("Unrecognized request argument supplied: stream_options");
    refuse("Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead.");
    stream(delta("'content':'ok'"), finish("stop"), "[DONE]");
    stream(delta("'content':'ok'"), finish("stop"), "[DONE]");

    assertThat(ask().text()).isEqualTo("ok");
    ask();

    assertThat(server.getRequestCount()).isEqualTo(4);
    server.takeRequest();
    server.takeRequest();
    for (int i = 0; i < 2; i++) {
      assertThat(server.takeRequest().getBody().utf8())
          .doesNotContain("stream_options", "\"max_tokens\"")
          .contains("max_completion_tokens");
    }
  }

  @Test
  void a_refusal_that_teaches_nothing_is_told() {
    refuse("temperature must be at most 2");

    ModelException e = failure();

    assertThat(e.failure()).isEqualTo(ModelFailure.BAD_REQUEST);
    assertThat(e.sentence()).contains("temperature must be at most 2");
    assertThat(server.getRequestCount()).isEqualTo(1);
  }

  @Test
  void an_answer_that_is_no_stream_is_told_with_its_error() {
    server.enqueue(
        new MockResponse.Builder()
            .setHeader("content-type", "application/json")
            .body("{\"error\":{\"message\":\"model is loading\",\"code\":503}}")
            .build());

    ModelException e = failure();

    assertThat(e.failure()).isEqualTo(ModelFailure.OVERLOADED);
    assertThat(e.sentence()).contains("model is loading");
  }

  @Test
  void malformed_arguments_are_kept_as_the_model_wrote_them() throws Exception {
    stream(
        delta("'tool_calls':[{'index':0,'id':'a','function':{'name':'r','arguments':'{oops'}}]"),
        finish("tool_calls"),
        "[DONE]");

    assertThat(ask().toolCalls().getFirst().arguments()).isEqualTo("{oops");
  }

  private ModelTurn ask() throws Exception {
    return provider.stream(
        ModelRequest.of("m", "", List.of(ModelMessage.user("hello"))).withMaxOutputTokens(100),
        ModelListener.NONE,
        new Cancel());
  }

  private ModelException failure() {
    return catchThrowableOfType(ModelException.class, this::ask);
  }

  private void stream(String... datas) {
    StringBuilder body = new StringBuilder();
    for (String data : datas) {
      body.append("data: ").append(data.replace('\'', '"')).append("\n\n");
    }
    server.enqueue(
        new MockResponse.Builder()
            .setHeader("content-type", "text/event-stream")
            .body(body.toString())
            .build());
  }

  private void refuse(String message) {
    server.enqueue(
        new MockResponse.Builder()
            .code(400)
            .setHeader("content-type", "application/json")
            .body(Json.object().set("error", Json.object().put("message", message)).toString())
            .build());
  }

  private static String delta(String fields) {
    return "{'choices':[{'index':0,'delta':{" + fields + "}}]}";
  }

  private static String finish(String reason) {
    return "{'choices':[{'index':0,'delta':{},'finish_reason':'" + reason + "'}]}";
  }
}
