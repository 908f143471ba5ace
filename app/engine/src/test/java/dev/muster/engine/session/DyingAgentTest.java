package dev.muster.engine.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.engine.agent.AgentProfile.Availability;
import dev.muster.engine.agent.acp.AcpAgent;
import dev.muster.engine.agent.wire.AgentCommand;
import dev.muster.engine.event.ConversationEvent.PromptSent;
import dev.muster.engine.event.ObservedEvent.AgentStarted;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.event.SessionState;
import dev.muster.engine.host.LocalHost;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real process that dies, or says nothing, wherever that hurts: no session hangs on it. */
class DyingAgentTest {
  @TempDir Path folder;
  private final LocalHost host = new LocalHost();
  private final Map<String, String> env = new HashMap<>();
  private Path home = Path.of("");
  private FleetHarness muster;

  @BeforeEach
  void prepare() throws Exception {
    home = Files.createDirectory(folder.resolve("agent"));
    env.put("PATH", System.getenv("PATH"));
    env.put("HOME", home.toString());
  }

  private void open(String behaviour) throws Exception {
    env.put("FAKE", behaviour);
    var script = Objects.requireNonNull(AcpAgent.class.getResource("fake-acp.sh"));
    List<String> argv = List.of("/bin/sh", Path.of(script.toURI()).toString());
    AgentCommand command =
        new AgentCommand("fake", "Fake", argv, env, "1", Availability.yes("signed in"));
    muster = FleetHarness.in(folder, new AcpAgent(command, host));
  }

  @AfterEach
  void close() {
    muster.close();
    host.close();
  }

  private SessionId begin(String prompt) throws Exception {
    return muster.fleet().create(muster.taskFor("fake", prompt)).get(30, TimeUnit.SECONDS);
  }

  private SessionSnapshot atRest(SessionId id) throws Exception {
    SessionSnapshot stands =
        muster.await(
            id,
            s ->
                s.state() == SessionState.NEEDS_YOU
                    || !s.state().takesSlot() && s.state() != SessionState.QUEUED);
    if (stands.state() != SessionState.NEEDS_YOU || stands.approvals().isEmpty()) {
      return stands;
    }
    var asked = stands.approvals().getFirst();
    String yes = asked.options().stream().filter(o -> o.allows()).findFirst().orElseThrow().id();
    var answered = muster.fleet().answer(id, asked.requestId(), asked.exact(), yes, null);
    try {
      answered.get(30, TimeUnit.SECONDS);
    } catch (java.util.concurrent.ExecutionException withdrawn) {
      assertThat(withdrawn).cause().isInstanceOf(FleetException.class); // it has just died
    }
    return muster.await(
        id,
        s -> !s.state().takesSlot() && s.state() != SessionState.QUEUED && s.approvals().isEmpty());
  }

  @Test
  void one_that_dies_after_any_of_its_messages_leaves_a_session_that_goes_on_when_resumed()
      throws Exception {
    open("");
    Path dies = home.resolve("dies-after");
    for (int messages = 1; messages <= 6; messages++) {
      Files.writeString(dies, String.valueOf(messages));
      SessionId id = begin("ask");
      SessionSnapshot stands = atRest(id);
      assertThat(stands.state())
          .as("after %d messages", messages)
          .isIn(SessionState.FAILED, SessionState.LOST, SessionState.READY);
      assertThat(stands.reason() == null).isEqualTo(stands.state() == SessionState.READY);
      assertThat(muster.fleet().slots().busy()).isZero();
      boolean sent = !muster.kinds(id, PromptSent.class).isEmpty();
      assertThat(stands.queued()).hasSize(sent ? 0 : 1);

      Files.delete(dies);
      if (stands.state() != SessionState.READY) {
        muster.fleet().resume(id).get(30, TimeUnit.SECONDS);
        muster.await(id, s -> s.state().takesSlot() || s.state() == SessionState.READY);
        assertThat(atRest(id).state()).isEqualTo(SessionState.READY);
      }
      assertThat(muster.kinds(id, PromptSent.class)).isNotEmpty();
    }
  }

  @Test
  void one_that_never_says_that_it_is_ready_can_be_stopped_and_is_gone() throws Exception {
    open("silent");
    SessionId id = begin("hi");
    Path told = home.resolve("told");
    muster.until(() -> Files.exists(told));
    assertThat(muster.fleet().session(id).orElseThrow().state()).isEqualTo(SessionState.STARTING);

    muster.fleet().stop(id).get(30, TimeUnit.SECONDS);

    SessionSnapshot stopped = muster.await(id, s -> s.state() == SessionState.STOPPED);
    assertThat(stopped.queued()).extracting("text").containsExactly("hi");
    assertThat(muster.kinds(id, AgentStarted.class)).isEmpty();
    assertThat(ProcessHandle.current().children())
        .noneMatch(
            child ->
                child.info().arguments().map(List::of).orElse(List.of()).stream()
                    .anyMatch(argument -> argument.endsWith("fake-acp.sh")));
  }
}
