package dev.muster.engine.agent.builtin.model.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.muster.engine.agent.builtin.model.ApiKind;
import dev.muster.engine.agent.builtin.model.Cancel;
import dev.muster.engine.agent.builtin.model.ContentBlock;
import dev.muster.engine.agent.builtin.model.ModelEvent;
import dev.muster.engine.agent.builtin.model.ModelException;
import dev.muster.engine.agent.builtin.model.ModelFailure;
import dev.muster.engine.agent.builtin.model.ModelMessage;
import dev.muster.engine.agent.builtin.model.ModelRequest;
import dev.muster.engine.agent.builtin.model.ModelTurn;
import dev.muster.engine.agent.builtin.model.StopReason;
import dev.muster.engine.event.ToolOutcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Playing a model from a script. */
class RehearsalProviderTest {
  private static final Script SCRIPT =
      ScriptReader.read(
          """
          { "id": "t", "title": "Test", "lines": [
            { "id": "start", "thinking": "Hm.", "text": "Running.",
              "calls": [ { "tool": "run", "input": { "command": "make" } } ],
              "onDenied": "denied", "onFailure": "failed",
              "branches": [ { "contains": "nothing to do", "go": "idle" } ] },
            { "id": "good", "text": "It worked.", "next": "end" },
            { "id": "denied", "text": "I was not allowed to.", "next": "end" },
            { "id": "failed", "text": "It failed.", "next": "end" },
            { "id": "idle", "text": "There was nothing to do.", "next": "end" },
            { "id": "end", "text": "Anything else?", "usage": [10, 20, 30, 40],
              "faults": [ { "kind": "rate-limited", "retryAfter": 2.5 }, { "kind": "cut" } ] }
          ] }
          """);

  private final RehearsalProvider provider =
      new RehearsalProvider(ScriptLibrary.of(List.of(SCRIPT)));
  private final List<ModelMessage> talk = new ArrayList<>(List.of(ModelMessage.user("go")));
  private final List<ModelEvent> events = new ArrayList<>();

  @Test
  void it_is_known_as_scripted() {
    assertThat(provider.api()).isEqualTo(ApiKind.SCRIPTED);
    assertThat(provider.label()).contains("scripted");
  }

  @Test
  void text_comes_in_pieces_and_calls_are_real_calls() throws Exception {
    ModelTurn turn = say();

    assertThat(turn.text()).isEqualTo("Running.");
    assertThat(turn.stop()).isEqualTo(StopReason.TOOL_USE);
    assertThat(turn.toolCalls().getFirst().arguments()).isEqualTo("{\"command\":\"make\"}");
    assertThat(events).hasAtLeastOneElementOfType(ModelEvent.ThinkingDelta.class);
    assertThat(events).hasAtLeastOneElementOfType(ModelEvent.TextDelta.class);
  }

  @Test
  void what_it_says_next_depends_on_what_really_happened() throws Exception {
    assertThat(after("done", ToolOutcome.OK)).isEqualTo("It worked.");
    assertThat(after("exit 2", ToolOutcome.FAILED)).isEqualTo("It failed.");
    assertThat(after("no", ToolOutcome.DENIED)).isEqualTo("I was not allowed to.");
    assertThat(after("stopped", ToolOutcome.CANCELLED)).isEqualTo("It failed.");
    assertThat(after("make: nothing to do", ToolOutcome.OK)).isEqualTo("There was nothing to do.");
  }

  @Test
  void faults_come_one_per_attempt_and_then_it_answers() throws Exception {
    toTheEnd();

    ModelException limited = fail();
    ModelException cut = fail();
    ModelTurn turn = say();

    assertThat(limited.failure()).isEqualTo(ModelFailure.RATE_LIMITED);
    assertThat(limited.retryAfter()).contains(Duration.ofMillis(2500));
    assertThat(limited.sentence()).contains("script");
    assertThat(cut.failure()).isEqualTo(ModelFailure.BROKEN_STREAM);
    assertThat(turn.text()).isEqualTo("Anything else?");
    assertThat(turn.usage().cacheRead()).isEqualTo(30);
  }

  @Test
  void after_the_last_line_it_says_that_the_script_is_over() throws Exception {
    toTheEnd();
    fail();
    fail();
    talk.add(ModelMessage.assistant(say().content()));
    talk.add(ModelMessage.user("more"));

    assertThat(say().text()).contains("ends here");
  }

  @Test
  void an_answer_that_was_interrupted_half_way_is_said_again() throws Exception {
    talk.add(ModelMessage.assistant(List.of(new ContentBlock.Text("Runn"))));
    talk.add(ModelMessage.user("go on"));

    assertThat(say().text()).isEqualTo("Running.");
  }

  @Test
  void an_unknown_script_is_told() {
    ModelRequest request =
        ModelRequest.of("scripted", "", talk).withOptions(Map.of(RehearsalProvider.SCRIPT, "nope"));
    ModelException e =
        catchThrowableOfType(
            ModelException.class, () -> provider.stream(request, events::add, new Cancel()));
    assertThat(e.sentence()).contains("nope");
  }

  @Test
  void cancelling_ends_a_long_pause() throws Exception {
    Script slow =
        ScriptReader.read(
            "{\"id\":\"s\",\"lines\":[{\"text\":\"word after word\",\"pace\":1,\"pause\":600}]}");
    Cancel cancel = new Cancel();
    CountDownLatch started = new CountDownLatch(1);
    AtomicReference<Throwable> end = new AtomicReference<>();
    Thread thread =
        Thread.ofVirtual()
            .start(
                () -> {
                  started.countDown();
                  try {
                    new RehearsalProvider(ScriptLibrary.of(List.of(slow)))
                        .stream(
                            ModelRequest.of("scripted", "", talk)
                                .withOptions(Map.of(RehearsalProvider.SCRIPT, "s")),
                            events::add,
                            cancel);
                  } catch (Throwable t) {
                    end.set(t);
                  }
                });
    started.await();

    cancel.cancel();
    thread.join();

    assertThat(((ModelException) end.get()).failure()).isEqualTo(ModelFailure.CANCELLED);
  }

  @Test
  void the_scripts_that_come_with_muster_are_sound() {
    ScriptLibrary standard = ScriptLibrary.standard();
    assertThat(standard.find(ScriptLibrary.DEFAULT)).isPresent();
  }

  @Test
  void a_jump_to_nowhere_is_found_when_the_script_is_read() {
    assertThatThrownBy(
            () -> ScriptReader.read("{\"id\":\"x\",\"lines\":[{\"text\":\"a\",\"next\":\"b\"}]}"))
        .hasMessageContaining("goes to b");
  }

  private String after(String result, ToolOutcome outcome) throws Exception {
    talk.clear();
    talk.add(ModelMessage.user("go"));
    ModelTurn turn = say();
    talk.add(ModelMessage.assistant(turn.content()));
    talk.add(
        ModelMessage.user(
            new ContentBlock.ToolResult(turn.toolCalls().getFirst().id(), result, outcome)));
    return say().text();
  }

  private void toTheEnd() throws Exception {
    after("done", ToolOutcome.OK);
    talk.add(ModelMessage.assistant(List.of(new ContentBlock.Text("It worked."))));
    talk.add(ModelMessage.user("and?"));
  }

  private ModelTurn say() throws Exception {
    return provider.stream(request(), events::add, new Cancel());
  }

  private ModelException fail() {
    return catchThrowableOfType(ModelException.class, this::say);
  }

  private ModelRequest request() {
    return ModelRequest.of("scripted", "", talk)
        .withOptions(Map.of(RehearsalProvider.SCRIPT, "t", RehearsalProvider.PACE, "0"));
  }
}
