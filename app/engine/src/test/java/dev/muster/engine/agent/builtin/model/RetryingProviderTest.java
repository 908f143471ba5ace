package dev.muster.engine.agent.builtin.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.muster.engine.agent.builtin.model.wire.Endpoint;
import dev.muster.engine.agent.builtin.model.wire.HttpModelProvider;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Trying again, over real HTTP. */
class RetryingProviderTest {
  private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");

  private final ScriptedModelServer server = ScriptedModelServer.start();
  private final List<ModelEvent> events = new ArrayList<>();

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void after_529_cut_stream_and_malformed_json_the_fourth_attempt_answers() throws Exception {
    server.script(
        ScriptedReply.status(529),
        ScriptedReply.fault(ScriptedReply.Fault.CUT, "half an answer, never to be kept"),
        ScriptedReply.fault(ScriptedReply.Fault.MALFORMED, "another half"),
        ScriptedReply.text("whole"));

    ModelTurn turn = provider(quick(5)).stream(request(), events::add, new Cancel());

    assertThat(turn.text()).isEqualTo("whole");
    List<ModelEvent.RetryAnnounced> retries = retries();
    assertThat(retries).extracting(ModelEvent.RetryAnnounced::attempt).containsExactly(1, 2, 3);
    assertThat(retries.get(0).cause()).contains("overloaded");
    assertThat(retries.get(0).discardedChars()).isZero();
    assertThat(retries.get(1).discardedChars()).isPositive();
  }

  @Test
  void a_wait_the_server_asks_for_is_kept_and_announced_before_it_starts() throws Exception {
    server.script(
        ScriptedReply.status(429).header("retry-after-ms", "40"), ScriptedReply.text("now"));

    provider(quick(3)).stream(request(), events::add, new Cancel());

    assertThat(retries().getFirst().until()).isAfterOrEqualTo(NOW.plusMillis(40));
  }

  @Test
  void a_wait_that_is_too_long_is_left_to_the_person() {
    server.script(ScriptedReply.status(429).header("retry-after", "86400"));

    ModelException e = failure(quick(3));

    assertThat(e.failure()).isEqualTo(ModelFailure.RATE_LIMITED);
    assertThat(e.sentence()).contains("longer than Muster waits");
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void it_gives_up_after_the_last_attempt_and_says_how_many_there_were() {
    server.script(ScriptedReply.status(529), ScriptedReply.status(529), ScriptedReply.status(529));

    ModelException e = failure(quick(3));

    assertThat(e.failure()).isEqualTo(ModelFailure.OVERLOADED);
    assertThat(e.sentence()).contains("3 times");
    assertThat(server.requests()).hasSize(3);
  }

  @Test
  void what_cannot_get_better_is_not_tried_again() {
    server.script(ScriptedReply.status(401));

    assertThat(failure(quick(5)).failure()).isEqualTo(ModelFailure.AUTH);
    assertThat(server.requests()).hasSize(1);
    assertThat(retries()).isEmpty();
  }

  @Test
  void cancelling_ends_the_wait() throws Exception {
    server.script(ScriptedReply.status(429).header("retry-after", "300"));
    Cancel cancel = new Cancel();
    CountDownLatch waiting = new CountDownLatch(1);
    AtomicReference<Throwable> end = new AtomicReference<>();
    Thread thread =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    provider(RetryPolicy.DEFAULT).stream(
                        request(), _ -> waiting.countDown(), cancel);
                  } catch (Throwable t) {
                    end.set(t);
                  }
                });
    waiting.await();

    cancel.cancel();
    thread.join();

    assertThat(((ModelException) end.get()).failure()).isEqualTo(ModelFailure.CANCELLED);
  }

  @Test
  void pauses_double_up_to_the_cap_and_vary_by_chance() {
    RetryPolicy policy =
        new RetryPolicy(
            20, Duration.ofSeconds(1), Duration.ofSeconds(10), Duration.ofMinutes(1), 0.5);
    ModelException overload = new ModelException(ModelFailure.OVERLOADED, "full");
    Random chance = new Random(7);
    long[] wanted = {1, 2, 4, 8, 10, 10};
    for (int i = 0; i < wanted.length; i++) {
      Duration pause = policy.pause(i + 1, overload, chance).orElseThrow();
      assertThat(pause)
          .isBetween(Duration.ofMillis(wanted[i] * 500), Duration.ofSeconds(wanted[i]));
    }
    assertThat(policy.pause(20, overload, chance)).isEmpty();
  }

  @Test
  void an_empty_answer_is_tried_three_times_at_most() {
    ModelException empty = new ModelException(ModelFailure.EMPTY_ANSWER, "nothing");
    assertThat(RetryPolicy.DEFAULT.pause(2, empty, new Random(1))).isPresent();
    assertThat(RetryPolicy.DEFAULT.pause(3, empty, new Random(1))).isEmpty();
  }

  private ModelException failure(RetryPolicy policy) {
    return catchThrowableOfType(
        ModelException.class, () -> provider(policy).stream(request(), events::add, new Cancel()));
  }

  private List<ModelEvent.RetryAnnounced> retries() {
    return events.stream()
        .filter(ModelEvent.RetryAnnounced.class::isInstance)
        .map(ModelEvent.RetryAnnounced.class::cast)
        .toList();
  }

  private static RetryPolicy quick(int attempts) {
    return new RetryPolicy(
        attempts, Duration.ofMillis(2), Duration.ofMillis(5), Duration.ofMinutes(10), 0.25);
  }

  private static ModelRequest request() {
    return ModelRequest.of("claude-sonnet-5-5", "", List.of(ModelMessage.user("go")));
  }

  private ModelProvider provider(RetryPolicy policy) {
    Endpoint endpoint =
        new Endpoint("a", "Testhaus", server.anthropicBaseUrl(), "no key", Optional::empty, "");
    ModelProvider plain =
        HttpModelProvider.of(
            ApiKind.ANTHROPIC, endpoint, false, 0, Prices.standard(), HttpModelProvider::newClient);
    return new RetryingProvider(plain, policy, InstantSource.fixed(NOW), new Random(3));
  }
}
