package dev.muster.engine.review;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.engine.Engine;
import dev.muster.engine.EngineOptions;
import dev.muster.engine.agent.builtin.model.ScriptedModelServer;
import dev.muster.engine.agent.builtin.model.ScriptedReply;
import dev.muster.engine.demo.DemoPerson;
import dev.muster.engine.event.ClosedAs;
import dev.muster.engine.event.Limits;
import dev.muster.engine.event.PermissionMode;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.event.SessionState;
import dev.muster.engine.git.Forecast;
import dev.muster.engine.git.LandingReasons;
import dev.muster.engine.git.Overlap;
import dev.muster.engine.git.SessionForecast;
import dev.muster.engine.git.TestRepository;
import dev.muster.engine.session.Fleet;
import dev.muster.engine.session.SessionSpec;
import dev.muster.engine.store.DataFolder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The forecast that keeps itself up to date, in a whole engine. */
class OutlooksTest {
  @TempDir Path dir;
  private final ScriptedModelServer server = ScriptedModelServer.start();
  private final BlockingQueue<Outlook> told = new LinkedBlockingQueue<>();
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

  private SessionId greeting(String title, String greeting) throws Exception {
    server.script(
        ScriptedReply.call(
            "c1",
            "edit",
            "{\"path\":\"greet.sh\",\"old_string\":\"helo\",\"new_string\":\"%s\"}"
                .formatted(greeting)),
        ScriptedReply.text("It says " + greeting + " now."));
    SessionId id =
        engine
            .fleet()
            .create(
                new SessionSpec(
                    title,
                    null,
                    repository.root(),
                    "muster-anthropic",
                    null,
                    PermissionMode.EDIT,
                    null,
                    Limits.NONE,
                    List.of(),
                    false,
                    Map.of()))
            .get(60, TimeUnit.SECONDS);
    person.await(id, s -> s.state() == SessionState.READY);
    return id;
  }

  private Forecast until(Predicate<Forecast> condition) throws Exception {
    for (Outlook next = told.poll(60, TimeUnit.SECONDS);
        next != null;
        next = told.poll(60, TimeUnit.SECONDS)) {
      if (next.forecasts().size() == 1 && condition.test(next.forecasts().getFirst())) {
        return next.forecasts().getFirst();
      }
    }
    throw new AssertionError("It was not told in a minute.");
  }

  @Test
  void it_tells_of_work_of_a_branch_that_moves_and_of_a_session_that_ends() throws Exception {
    SessionId one = greeting("Mend the greeting", "hello");
    try (Fleet.Subscription listening = engine.outlooks().subscribe(told::add)) {
      Forecast alone = until(f -> f.sessions().size() == 1);
      assertThat(alone.target()).isEqualTo("main");
      assertThat(alone.of(one.value()).orElseThrow().outcome())
          .isEqualTo(SessionForecast.Outcome.CLEAN);

      SessionId other = greeting("Greet the world", "hello, world");
      Forecast both = until(f -> f.overlaps().size() == 1);
      assertThat(both.overlaps().getFirst().kind()).isEqualTo(Overlap.Kind.SAME_LINES);
      assertThat(both.overlaps().getFirst().other(one.value())).isEqualTo(other.value());
      assertThat(LandingReasons.of(both, id -> id.equals(one.value()) ? "first" : "second"))
          .extracting(LandingReasons.Step::why)
          .containsExactly(
              "Merges cleanly with main. Touches the same lines as “second”, after it, in"
                  + " greet.sh.",
              "Merges cleanly with main. Touches the same lines as “first”, before it: expect"
                  + " conflicts in greet.sh then.");

      var mine = repository.git("status", "--porcelain");
      repository.write("greet.sh", "echo good day\n");
      repository.commit("Greet otherwise");
      Forecast moved = until(f -> f.sessions().stream().allMatch(s -> s.behind() == 1));
      assertThat(moved.of(one.value()).orElseThrow().conflicts()).containsExactly("greet.sh");
      assertThat(repository.git("status", "--porcelain")).isEqualTo(mine);

      engine.fleet().close(other, ClosedAs.DROPPED).get(60, TimeUnit.SECONDS);
      Forecast left = until(f -> f.sessions().size() == 1);
      assertThat(left.sessions().getFirst().session()).isEqualTo(one.value());
      assertThat(left.overlaps()).isEmpty();
    }
  }
}
