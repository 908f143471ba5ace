package dev.muster.engine.team;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.engine.Engine;
import dev.muster.engine.EngineOptions;
import dev.muster.engine.agent.builtin.model.ScriptedModelServer;
import dev.muster.engine.agent.builtin.model.ScriptedReply;
import dev.muster.engine.demo.DemoPerson;
import dev.muster.engine.event.ClosedAs;
import dev.muster.engine.event.Limits;
import dev.muster.engine.event.OutcomeEvent.Noted;
import dev.muster.engine.event.PermissionMode;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.event.SessionState;
import dev.muster.engine.git.TestRepository;
import dev.muster.engine.session.CommandRun;
import dev.muster.engine.session.SessionSnapshot;
import dev.muster.engine.session.SessionSpec;
import dev.muster.engine.store.DataFolder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three sessions of the Muster agent, two of them on one task, in a whole engine. */
class RacesTest {
  private static final String TASK = "Mend the greeting\nand say so";
  @TempDir Path dir;
  private final ScriptedModelServer server = ScriptedModelServer.start();
  private TestRepository repository;
  private Engine engine;
  private DemoPerson person;

  @BeforeEach
  void prepare() throws Exception {
    repository = new TestRepository(dir.resolve("project"));
    repository.write("greet.sh", "echo helo\n");
    repository.commit("Begin");
    Map<String, String> env =
        Map.of("ANTHROPIC_API_KEY", "test-key", "ANTHROPIC_BASE_URL", server.anthropicBaseUrl());
    engine = Engine.open(new EngineOptions(DataFolder.at(dir.resolve("home")), env));
    person = new DemoPerson(engine, true, "yes");
    engine.fleet().subscribe(person);
  }

  @AfterEach
  void end() {
    engine.close();
    server.close();
    repository.close();
  }

  private static <T> T done(CompletableFuture<T> future) throws Exception {
    return future.get(60, TimeUnit.SECONDS);
  }

  private SessionId session(String task, ScriptedReply... replies) throws Exception {
    server.script(replies);
    SessionId id =
        done(
            engine
                .fleet()
                .create(
                    new SessionSpec(
                        task,
                        null,
                        repository.root(),
                        "muster-anthropic",
                        null,
                        PermissionMode.EDIT,
                        null,
                        Limits.NONE,
                        List.of(),
                        false,
                        Map.of())));
    person.await(id, s -> s.state() == SessionState.READY);
    return id;
  }

  private static ScriptedReply run(String call, String command) {
    return ScriptedReply.call(call, "run", "{\"command\":\"%s\"}".formatted(command));
  }

  private static ScriptedReply edit(String call, String before, String after) {
    return ScriptedReply.call(
        call,
        "edit",
        "{\"path\":\"greet.sh\",\"old_string\":\"%s\",\"new_string\":\"%s\"}"
            .formatted(before, after));
  }

  @Test
  void the_same_first_prompt_makes_a_race_whose_others_are_dropped_and_can_be_brought_back()
      throws Exception {
    SessionId one =
        session(
            TASK,
            run("c1", "sh -n greet.sh"),
            edit("c2", "helo", "hello"),
            run("c3", "sh greet.sh"),
            run("c4", "test -f none"),
            ScriptedReply.text("Done."));
    SessionId two = session(TASK, edit("c1", "helo", "hallo"), ScriptedReply.text("Done."));
    SessionId other = session("Something else", ScriptedReply.text("Done."));
    Race race = done(engine.races().of(one));
    assertThat(race.task()).isEqualTo(TASK);
    assertThat(race.sessions()).containsExactly(one, two);
    assertThat(done(engine.races().of(other)).sessions()).containsExactly(other);

    RaceFacts facts = done(engine.races().facts(one));
    assertThat(facts.turns()).isEqualTo(1);
    assertThat(facts.runs())
        .extracting(
            CommandRun::command, CommandRun::exitCode, CommandRun::editsSince, CommandRun::observed)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("test -f none", 1, 0, true),
            org.assertj.core.groups.Tuple.tuple("sh greet.sh", 0, 0, true),
            org.assertj.core.groups.Tuple.tuple("sh -n greet.sh", 0, 1, true));

    Races.Picked picked = done(engine.races().pick(one, List.of(two)));
    assertThat(picked.problems()).isEmpty();
    assertThat(picked.dropped()).containsExactly(two);
    SessionSnapshot dropped = engine.fleet().session(two).orElseThrow();
    assertThat(dropped.closedAs()).isEqualTo(ClosedAs.DROPPED);
    assertThat(repository.git("show", "refs/muster/archive/" + two + ":greet.sh"))
        .isEqualTo("echo hallo\n");
    assertThat(
            engine.journal().ofKinds(one, java.util.Set.of(Noted.class.getSimpleName())).stream()
                .map(recorded -> ((Noted) recorded.event()).text()))
        .anyMatch(
            text ->
                text.contains("Picked out of 2 sessions")
                    && text.contains("git branch NAME refs/muster/archive/" + two));
    assertThat(done(engine.races().of(one)).sessions()).containsExactly(one);
  }

  @Test
  void one_that_cannot_be_dropped_is_named_and_stays() throws Exception {
    SessionId one = session(TASK, ScriptedReply.text("Done."));
    SessionId two = session(TASK, ScriptedReply.text("Done."));
    done(engine.fleet().close(two, ClosedAs.KEPT));
    Races.Picked picked = done(engine.races().pick(one, List.of(two)));
    assertThat(picked.dropped()).isEmpty();
    assertThat(picked.problems()).hasSize(1);
    assertThat(engine.fleet().session(two).orElseThrow().closedAs()).isEqualTo(ClosedAs.KEPT);
  }
}
