package dev.muster.engine.agent.builtin.model.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.engine.agent.builtin.model.ApiKind;
import dev.muster.engine.agent.builtin.model.Cancel;
import dev.muster.engine.agent.builtin.model.ModelException;
import dev.muster.engine.agent.builtin.model.ModelFailure;
import dev.muster.engine.agent.builtin.model.ScriptedModelServer;
import dev.muster.engine.agent.builtin.model.ScriptedReply;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The three wire formats over real HTTP: every way of failing, and of being stopped. */
class WireFailuresTest extends WireFixture {

  @ParameterizedTest
  @EnumSource(names = "SCRIPTED", mode = EnumSource.Mode.EXCLUDE)
  void a_429_carries_the_time_the_server_asks_for(ApiKind api) {
    server.script(ScriptedReply.status(429).header("retry-after", "7"));

    ModelException e = fail(api);

    assertThat(e.failure()).isEqualTo(ModelFailure.RATE_LIMITED);
    assertThat(e.retryable()).isTrue();
    assertThat(e.retryAfter()).contains(Duration.ofSeconds(7));
    assertThat(e.sentence()).contains("Testhaus", "429", "status 429 as scripted");
  }

  @ParameterizedTest
  @EnumSource(names = "SCRIPTED", mode = EnumSource.Mode.EXCLUDE)
  void a_529_is_overload_and_a_500_a_server_failure(ApiKind api) {
    server.script(ScriptedReply.status(529), ScriptedReply.status(500));

    assertThat(fail(api).failure()).isEqualTo(ModelFailure.OVERLOADED);
    assertThat(fail(api).failure()).isEqualTo(ModelFailure.SERVER);
  }

  @ParameterizedTest
  @EnumSource(names = "SCRIPTED", mode = EnumSource.Mode.EXCLUDE)
  void a_refused_key_is_told_without_the_key(ApiKind api) {
    server.script(
        ScriptedReply.status(401)
            .body(
                "application/json",
                "{\"error\":{\"message\":\"Incorrect API key provided: " + KEY + "\"}}"));

    ModelException e = fail(api);

    assertThat(e.failure()).isEqualTo(ModelFailure.AUTH);
    assertThat(e.retryable()).isFalse();
    assertThat(e.sentence()).contains("the variable TEST_KEY").doesNotContain(KEY);
  }

  @ParameterizedTest
  @EnumSource(names = "SCRIPTED", mode = EnumSource.Mode.EXCLUDE)
  void a_web_page_from_a_proxy_is_not_quoted(ApiKind api) {
    server.script(
        ScriptedReply.status(502).body("text/html", "<html><body>Bad gateway</body></html>"));

    ModelException e = fail(api);

    assertThat(e.failure()).isEqualTo(ModelFailure.SERVER);
    assertThat(e.sentence()).contains("502", "a web page").doesNotContain("<html>");
  }

  @ParameterizedTest
  @EnumSource(names = "SCRIPTED", mode = EnumSource.Mode.EXCLUDE)
  void a_stream_that_ends_early_is_no_answer(ApiKind api) {
    server.script(
        ScriptedReply.fault(ScriptedReply.Fault.CUT, "I was about to say something longer"));

    ModelException e = fail(api);

    assertThat(e.failure()).isEqualTo(ModelFailure.BROKEN_STREAM);
    assertThat(shown()).isNotEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = "SCRIPTED", mode = EnumSource.Mode.EXCLUDE)
  void a_dropped_connection_is_no_answer(ApiKind api) {
    server.script(
        ScriptedReply.fault(ScriptedReply.Fault.DROPPED, "I was about to say something longer"));

    assertThat(fail(api).failure()).isEqualTo(ModelFailure.BROKEN_STREAM);
  }

  @ParameterizedTest
  @EnumSource(names = "SCRIPTED", mode = EnumSource.Mode.EXCLUDE)
  void malformed_json_in_a_stream_is_no_answer(ApiKind api) {
    server.script(ScriptedReply.fault(ScriptedReply.Fault.MALFORMED, "Some words before it broke"));

    ModelException e = fail(api);

    assertThat(e.failure()).isEqualTo(ModelFailure.BROKEN_STREAM);
    assertThat(e.sentence()).contains("not valid JSON");
  }

  @ParameterizedTest
  @EnumSource(names = "SCRIPTED", mode = EnumSource.Mode.EXCLUDE)
  void an_error_in_mid_stream_is_told(ApiKind api) {
    server.script(ScriptedReply.fault(ScriptedReply.Fault.ERROR_EVENT, "Some words, and then"));

    ModelException e = fail(api);

    assertThat(e.retryable()).isTrue();
    assertThat(e.sentence()).contains("Overloaded");
  }

  @ParameterizedTest
  @EnumSource(names = "SCRIPTED", mode = EnumSource.Mode.EXCLUDE)
  void an_answer_without_a_word_is_a_failure(ApiKind api) {
    server.script(ScriptedReply.fault(ScriptedReply.Fault.EMPTY, ""));

    assertThat(fail(api).failure()).isEqualTo(ModelFailure.EMPTY_ANSWER);
  }

  @ParameterizedTest
  @EnumSource(names = "SCRIPTED", mode = EnumSource.Mode.EXCLUDE)
  void a_conversation_that_is_too_long_is_recognised(ApiKind api) {
    server.script(
        ScriptedReply.status(400)
            .body(
                "application/json",
                "{\"error\":{\"message\":\"prompt is too long: 210000 tokens\"}}"));

    assertThat(fail(api).failure()).isEqualTo(ModelFailure.CONTEXT_TOO_LONG);
  }

  @ParameterizedTest
  @EnumSource(names = "SCRIPTED", mode = EnumSource.Mode.EXCLUDE)
  void cancelling_in_mid_stream_ends_the_request_at_once(ApiKind api) throws Exception {
    server.script(ScriptedReply.fault(ScriptedReply.Fault.STALL, "Some words, then silence now"));
    Cancel cancel = new Cancel();
    CountDownLatch heard = new CountDownLatch(1);
    AtomicReference<Throwable> end = new AtomicReference<>();
    Thread thread =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    provider(api).stream(request(api, "a"), _ -> heard.countDown(), cancel);
                  } catch (Throwable t) {
                    end.set(t);
                  }
                });
    heard.await();

    cancel.cancel();
    thread.join();

    assertThat(end.get())
        .isInstanceOfSatisfying(
            ModelException.class, e -> assertThat(e.failure()).isEqualTo(ModelFailure.CANCELLED));
  }

  @ParameterizedTest
  @EnumSource(names = "SCRIPTED", mode = EnumSource.Mode.EXCLUDE)
  void interrupting_the_thread_ends_the_request(ApiKind api) throws Exception {
    server.script(ScriptedReply.fault(ScriptedReply.Fault.STALL, "Some words, then silence now"));
    CountDownLatch heard = new CountDownLatch(1);
    AtomicReference<Throwable> end = new AtomicReference<>();
    Thread thread =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    provider(api).stream(request(api, "a"), _ -> heard.countDown(), new Cancel());
                  } catch (Throwable t) {
                    end.set(t);
                  }
                });
    heard.await();

    thread.interrupt();
    thread.join();

    assertThat(end.get()).isInstanceOf(InterruptedException.class);
  }

  @ParameterizedTest
  @EnumSource(names = "SCRIPTED", mode = EnumSource.Mode.EXCLUDE)
  void a_server_that_is_not_there_is_told_as_such(ApiKind api) {
    server.close();

    ModelException e = fail(api);

    assertThat(e.failure()).isEqualTo(ModelFailure.NO_CONNECTION);
    assertThat(e.sentence()).contains("cannot be reached");
  }

  @ParameterizedTest
  @EnumSource(names = "SCRIPTED", mode = EnumSource.Mode.EXCLUDE)
  void a_redirect_does_not_carry_the_key_to_another_host(ApiKind api) {
    try (ScriptedModelServer other = ScriptedModelServer.start()) {
      other.script(ScriptedReply.text("thank you for the key"));
      server.script(ScriptedReply.status(307).header("location", other.baseUrl(api) + "/messages"));

      ModelException e = fail(api);

      assertThat(e.failure()).isEqualTo(ModelFailure.NOT_FOUND);
      assertThat(e.sentence()).contains("points to");
      assertThat(other.requests()).isEmpty();
    }
  }
}
