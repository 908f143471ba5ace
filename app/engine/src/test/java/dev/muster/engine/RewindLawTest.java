package dev.muster.engine;

import static dev.muster.engine.host.Eventually.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.engine.agent.builtin.model.ScriptedModelServer;
import dev.muster.engine.agent.builtin.model.ScriptedReply;
import dev.muster.engine.demo.DemoPerson;
import dev.muster.engine.event.Limits;
import dev.muster.engine.event.OutcomeEvent.RewindBegun;
import dev.muster.engine.event.OutcomeEvent.Rewound;
import dev.muster.engine.event.PermissionMode;
import dev.muster.engine.event.PromptOrigin;
import dev.muster.engine.event.Recorded;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.event.SessionState;
import dev.muster.engine.git.KillingGit;
import dev.muster.engine.git.TestRepository;
import dev.muster.engine.session.Fleet;
import dev.muster.engine.session.RewindPoint;
import dev.muster.engine.session.SessionSpec;
import dev.muster.engine.store.DataFolder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** No work is thrown away when a Muster is killed while it takes a session back. */
@EnabledOnOs(OS.LINUX)
class RewindLawTest {
  @TempDir Path dir;
  private final ScriptedModelServer server = ScriptedModelServer.start();
  private TestRepository repository;
  private SessionId id;

  @BeforeEach
  void twoTurns() throws Exception {
    repository = new TestRepository(dir.resolve("project"));
    repository.write("README.md", "# Sample\n");
    repository.commit("Begin");
    server.script(
        write("one"), ScriptedReply.text("One."), write("two"), ScriptedReply.text("Two."));
    try (Engine engine = open();
        var ignored = engine.fleet().subscribe(new DemoPerson(engine, true, "yes"))) {
      id =
          engine
              .fleet()
              .create(
                  new SessionSpec(
                      "write one",
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
      until("the first turn is over", () -> ready(engine, 1));
      engine
          .fleet()
          .prompt(id, "write two", List.of(), PromptOrigin.USER, Fleet.Way.QUEUE)
          .get(60, TimeUnit.SECONDS);
      until("the second turn is over", () -> ready(engine, 2));
      assertThat(answer(engine)).isEqualTo("two");
      Files.writeString(tree(engine).resolve("mine.txt"), "by hand");
    }
  }

  @AfterEach
  void end() {
    server.close();
    repository.close();
  }

  private Engine open() throws Exception {
    Map<String, String> env =
        Map.of("ANTHROPIC_API_KEY", "test-key", "ANTHROPIC_BASE_URL", server.anthropicBaseUrl());
    return Engine.open(new EngineOptions(DataFolder.at(dir.resolve("home")), env));
  }

  private static ScriptedReply write(String word) {
    return ScriptedReply.call(
        "c-" + word, "write", "{\"path\":\"answer.txt\",\"content\":\"" + word + "\"}");
  }

  private boolean ready(Engine engine, int turn) {
    return engine
        .fleet()
        .session(id)
        .filter(s -> s.turn() == turn && s.state() == SessionState.READY)
        .isPresent();
  }

  private Path tree(Engine engine) {
    return Path.of(engine.fleet().session(id).orElseThrow().worktree().path());
  }

  private String answer(Engine engine) throws Exception {
    return Files.readString(tree(engine).resolve("answer.txt"));
  }

  private List<Recorded> events(Engine engine, Class<?> kind) {
    engine.journal().flush();
    return engine.journal().ofKinds(id, Set.of(kind.getSimpleName()));
  }

  @ParameterizedTest
  @CsvSource({
    "/rewind/1,after",
    "read-tree -m,before",
    "read-tree -m,after",
    "read-tree --reset,after",
  })
  void what_was_begun_is_finished_at_the_next_start_and_forward_gives_all_of_it_back(
      String at, String when) throws Exception {
    killedAt(at, when);

    try (Engine engine = open();
        var ignored = engine.fleet().subscribe(new DemoPerson(engine, true, "yes"))) {
      if (events(engine, RewindBegun.class).isEmpty()) {
        assertThat(answer(engine)).isEqualTo("two");
        engine.fleet().rewind(id, 1).get(60, TimeUnit.SECONDS);
      } else {
        assertThat(engine.fleet().points(id).get(60, TimeUnit.SECONDS))
            .filteredOn(RewindPoint::here)
            .extracting(RewindPoint::turn)
            .containsExactly(1);
      }
      until("it is finished", () -> events(engine, Rewound.class).size() == 1);
      assertThat(answer(engine)).isEqualTo("one");
      assertThat(tree(engine).resolve("mine.txt")).doesNotExist();
      until(
          "it is shown",
          () -> engine.fleet().session(id).filter(s -> s.standsAt() == 1).isPresent());

      engine.fleet().forward(id).get(60, TimeUnit.SECONDS);
      assertThat(answer(engine)).isEqualTo("two");
      assertThat(tree(engine).resolve("mine.txt")).hasContent("by hand");

      engine.fleet().rewind(id, 1).get(60, TimeUnit.SECONDS);
      server.script(ScriptedReply.text("I see."));
      engine
          .fleet()
          .prompt(id, "look", List.of(), PromptOrigin.USER, Fleet.Way.QUEUE)
          .get(60, TimeUnit.SECONDS);
      until("the third turn is over", () -> ready(engine, 3));
      assertThat(server.requests().getLast().body().toString())
          .contains("write one", "look")
          .doesNotContain("write two");
    }
  }

  private void killedAt(String at, String when) throws Exception {
    Path folder = dir.resolve("killing");
    ProcessBuilder command =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-XX:TieredStopAtLevel=1",
            "-Xmx256m",
            "-cp",
            System.getProperty("java.class.path"),
            KilledRewinder.class.getName(),
            dir.resolve("home").toString(),
            id.value(),
            "1",
            folder.toString(),
            at,
            when);
    command.environment().put("PATH", new KillingGit(folder).path());
    Process process = command.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isEqualTo(137);
    assertThat(said).doesNotContain("DONE");
  }
}
