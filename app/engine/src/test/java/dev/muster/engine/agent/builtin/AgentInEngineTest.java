package dev.muster.engine.agent.builtin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.engine.Engine;
import dev.muster.engine.EngineOptions;
import dev.muster.engine.agent.AgentListener.TailKind;
import dev.muster.engine.agent.builtin.model.ApiKind;
import dev.muster.engine.agent.builtin.model.ScriptedModelServer;
import dev.muster.engine.agent.builtin.model.ScriptedReply;
import dev.muster.engine.event.Limits;
import dev.muster.engine.event.PermissionEvent.ApprovalAsked;
import dev.muster.engine.event.PermissionEvent.Option;
import dev.muster.engine.event.PermissionMode;
import dev.muster.engine.event.PromptOrigin;
import dev.muster.engine.event.Recorded;
import dev.muster.engine.event.SessionEvent;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.event.SessionState;
import dev.muster.engine.event.TurnEvent.RetryScheduled;
import dev.muster.engine.event.TurnEvent.TurnEnded;
import dev.muster.engine.event.TurnEvent.TurnStarted;
import dev.muster.engine.event.WorkEvent.ToolOutput;
import dev.muster.engine.git.TestRepository;
import dev.muster.engine.session.Fleet;
import dev.muster.engine.session.FleetListener;
import dev.muster.engine.session.SessionSnapshot;
import dev.muster.engine.session.SessionSpec;
import dev.muster.engine.store.DataFolder;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The Muster agent where it lives: in a whole engine, on a project of the user's. */
class AgentInEngineTest {
  private static final String EDIT =
      "{\"path\":\"greet.sh\",\"old_string\":\"helo\",\"new_string\":\"hello\"}";
  private static final String RUN = "{\"command\":\"sh greet.sh\"}";
  private static final String SLEEP = "{\"command\":\"echo on; sleep 1000\"}";

  @TempDir Path dir;
  private final ScriptedModelServer server = ScriptedModelServer.start();
  private TestRepository repository;
  private Engine engine;
  private Person person;

  @BeforeEach
  void prepare() throws Exception {
    repository = new TestRepository(dir.resolve("project"));
    repository.write("greet.sh", "echo helo world\n");
    repository.commit("Begin");
    open();
  }

  private void open() throws Exception {
    Map<String, String> env = new HashMap<>();
    env.put("ANTHROPIC_API_KEY", "test-key");
    env.put("ANTHROPIC_BASE_URL", server.anthropicBaseUrl());
    env.put("OPENAI_API_KEY", "test-key");
    env.put("OPENAI_BASE_URL", server.openAiBaseUrl());
    engine = Engine.open(new EngineOptions(DataFolder.at(dir.resolve("home")), env));
    person = new Person(engine.fleet());
    engine.fleet().subscribe(person);
  }

  @AfterEach
  void end() {
    engine.close();
    server.close();
    repository.close();
  }

  @ParameterizedTest
  @EnumSource(names = "SCRIPTED", mode = EnumSource.Mode.EXCLUDE)
  void a_task_is_done_although_the_server_fails_and_the_checkout_stays_as_it_was(ApiKind api)
      throws Exception {
    server.script(
        ScriptedReply.status(529).header("retry-after-ms", "5"),
        ScriptedReply.text("Looking.").andCall("c1", "read", "{\"path\":\"greet.sh\"}"),
        ScriptedReply.status(429).header("retry-after-ms", "5"),
        ScriptedReply.call("c2", "edit", EDIT).andCall("c3", "run", RUN),
        ScriptedReply.fault(ScriptedReply.Fault.CUT, "This one is never finished at all"),
        ScriptedReply.text("It says hello now."));
    Map<String, String> before = repository.everythingOfTheUser();

    SessionId id = create(api);
    SessionSnapshot end = person.await(id, s -> s.state() == SessionState.READY);

    assertThat(end.totals().output()).isEqualTo(150);
    assertThat(end.changes().files()).extracting(f -> f.path()).containsExactly("greet.sh");
    assertThat(events(id)).filteredOn(RetryScheduled.class::isInstance).hasSize(3);
    assertThat(server.requests().getLast().body().toString()).contains("hello world");
    assertThat(repository.everythingOfTheUser()).isEqualTo(before);
  }

  @Test
  void a_stopped_session_stands_as_stopped_and_goes_on_when_resumed() throws Exception {
    server.script(
        ScriptedReply.call("c1", "run", SLEEP),
        ScriptedReply.call("c2", "edit", EDIT),
        ScriptedReply.text("Done in the end."));
    SessionId id = create(ApiKind.ANTHROPIC);
    person.await(id, s -> s.state() == SessionState.WORKING && server.requests().size() == 1);
    person.awaitOpenCall(id);

    engine.fleet().stop(id).get(60, TimeUnit.SECONDS);
    assertThat(engine.fleet().session(id).orElseThrow().state()).isEqualTo(SessionState.STOPPED);
    engine.fleet().resume(id).get(60, TimeUnit.SECONDS);
    person.await(id, s -> s.state() == SessionState.READY);

    String sent = server.requests().get(1).body().path("messages").toString();
    assertThat(sent).contains("c1", "tool_result", "Go on where you were interrupted.");
    assertTurnsAreWhole(id);
  }

  @Test
  void an_interrupted_session_goes_on_with_the_next_prompt_in_the_same_attempt() throws Exception {
    server.script(ScriptedReply.call("c1", "run", SLEEP), ScriptedReply.text("As you like."));
    SessionId id = create(ApiKind.RESPONSES);
    person.awaitOpenCall(id);

    engine.fleet().interrupt(id).get(60, TimeUnit.SECONDS);
    person.await(id, s -> s.state() == SessionState.STOPPED);
    prompt(id, "do it otherwise", Fleet.Way.QUEUE);
    SessionSnapshot end = person.await(id, s -> s.state() == SessionState.READY);

    assertThat(end.turn()).isEqualTo(2);
    assertThat(server.requests().get(1).body().toString()).contains("do it otherwise");
    assertTurnsAreWhole(id);
  }

  @Test
  void prompts_steered_in_at_any_moment_all_reach_the_model() throws Exception {
    for (int i = 0; i < 40; i++) {
      server.script(ScriptedReply.text("Answer " + i + "."));
    }
    SessionId id = create(ApiKind.CHAT);

    for (int i = 0; i < 8; i++) {
      prompt(id, "remark number " + i + " of mine", Fleet.Way.STEER);
    }
    person.await(id, s -> s.state() == SessionState.READY && s.queued().isEmpty() && allSent(8));

    assertTurnsAreWhole(id);
  }

  @Test
  void a_session_goes_on_after_muster_itself_was_closed() throws Exception {
    server.script(
        ScriptedReply.call("c1", "edit", EDIT),
        ScriptedReply.call("c2", "run", SLEEP),
        ScriptedReply.call("c3", "run", RUN),
        ScriptedReply.text("Done."));
    SessionId id = create(ApiKind.ANTHROPIC);
    person.await(id, s -> server.requests().size() == 2);
    person.awaitOpenCall(id);

    engine.close();
    open();
    engine.fleet().resume(id).get(60, TimeUnit.SECONDS);
    person.await(id, s -> s.state() == SessionState.READY);

    assertThat(server.requests().get(2).body().path("messages").toString())
        .contains("mend the greeting", "c1", "c2");
    assertThat(server.requests().get(3).body().toString()).contains("hello world");
    assertTurnsAreWhole(id);
  }

  private boolean allSent(int count) {
    if (server.requests().isEmpty()) {
      return false;
    }
    String last = server.requests().getLast().body().toString();
    for (int i = 0; i < count; i++) {
      if (!last.contains("remark number " + i + " of mine")) {
        return false;
      }
    }
    return true;
  }

  private void assertTurnsAreWhole(SessionId id) throws Exception {
    int open = 0;
    for (SessionEvent event : events(id)) {
      if (event instanceof TurnStarted) {
        assertThat(++open).as("turns at once").isEqualTo(1);
      } else if (event instanceof TurnEnded) {
        assertThat(--open).as("ends without a beginning").isZero();
      }
    }
    assertThat(open).isZero();
  }

  private List<SessionEvent> events(SessionId id) throws Exception {
    return engine.fleet().events(id, 0, 10_000).get(60, TimeUnit.SECONDS).stream()
        .map(Recorded::event)
        .toList();
  }

  private SessionId create(ApiKind api) throws Exception {
    String agent =
        switch (api) {
          case ANTHROPIC -> "muster-anthropic";
          case RESPONSES -> "muster-openai";
          default -> "muster-openai-chat";
        };
    return engine
        .fleet()
        .create(
            new SessionSpec(
                "mend the greeting",
                null,
                repository.root(),
                agent,
                null,
                PermissionMode.FULL_AUTO,
                null,
                Limits.NONE,
                List.of(),
                false,
                Map.of()))
        .get(60, TimeUnit.SECONDS);
  }

  private void prompt(SessionId id, String text, Fleet.Way way) throws Exception {
    engine.fleet().prompt(id, text, List.of(), PromptOrigin.USER, way).get(60, TimeUnit.SECONDS);
  }

  /** Watches sessions, and says yes once to whatever is asked. */
  private static final class Person implements FleetListener {
    private final Fleet fleet;
    private final Set<String> answered = new HashSet<>();
    private final Map<SessionId, SessionSnapshot> seen = new HashMap<>();

    Person(Fleet fleet) {
      this.fleet = fleet;
      fleet.sessions().forEach(session -> seen.put(session.id(), session));
    }

    SessionSnapshot await(SessionId id, Predicate<SessionSnapshot> wanted) throws Exception {
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(90);
      synchronized (this) {
        while (true) {
          SessionSnapshot now = seen.get(id);
          if (now != null && wanted.test(now)) {
            return now;
          }
          if (System.nanoTime() > deadline) {
            throw new AssertionError("It never came to that: " + now);
          }
          wait(200);
        }
      }
    }

    void awaitOpenCall(SessionId id) throws Exception {
      await(
          id,
          session -> {
            try {
              return fleet.events(id, 0, 10_000).get(60, TimeUnit.SECONDS).stream()
                  .anyMatch(
                      r -> r.event() instanceof ToolOutput output && output.text().contains("on"));
            } catch (Exception e) {
              throw new AssertionError(e);
            }
          });
    }

    @Override
    public void changed(SessionSnapshot session) {
      synchronized (this) {
        seen.put(session.id(), session);
        notifyAll();
        for (ApprovalAsked asked : session.approvals()) {
          if (answered.add(session.id() + asked.requestId())) {
            Option yes = asked.options().stream().filter(Option::allows).findFirst().orElseThrow();
            fleet.answer(session.id(), asked.requestId(), asked.exact(), yes.id(), null);
          }
        }
      }
    }

    @Override
    public void recorded(List<Recorded> events) {}

    @Override
    public void tail(SessionId session, String id, TailKind kind, String delta) {}

    @Override
    public void tailDropped(SessionId session, String id) {}

    @Override
    public void queueChanged(Slots slots) {}

    @Override
    public void journalStopped(String sentence) {
      throw new AssertionError(sentence);
    }
  }
}
