package dev.muster.cli;

import dev.muster.engine.EngineOptions;
import dev.muster.engine.control.ControlClient;
import dev.muster.engine.control.ControlException;
import dev.muster.engine.git.TestRepository;
import dev.muster.engine.store.DataFolder;
import dev.muster.engine.store.SessionRow;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A data folder, a repository, and commands that run in this process on a real engine. */
abstract class CliFixture {
  @TempDir Path temp;

  final Map<String, String> environment = new HashMap<>(Map.of("PATH", System.getenv("PATH")));
  final List<Interrupts.Stopping> stoppings = new ArrayList<>();
  DataFolder folder;
  TestRepository repository;

  @BeforeEach
  void makeRepository() throws Exception {
    // Whatever agents this machine has: only what a test puts there is found.
    environment.put("HOME", temp.resolve("user").toString());
    environment.put("MUSTER_AGENT_PATH", temp.resolve("bin").toString());
    folder = DataFolder.at(temp.resolve("home"));
    repository = new TestRepository(temp.resolve("the repo"));
    repository.write("README.md", "# Sample\n");
    repository.write("test.sh", "grep -q right answer.txt && echo PASS\n");
    repository.commit("Begin");
  }

  @AfterEach
  void closeRepository() {
    repository.close();
  }

  Path checkout() {
    return repository.root();
  }

  int muster(Typed typed, String... args) {
    var options = new EngineOptions(folder, environment);
    Interrupts interrupts =
        stopping -> {
          synchronized (stoppings) {
            stoppings.addFirst(stopping);
          }
        };
    var muster = new LocalMuster(options, typed.terminal(), interrupts, Duration.ofSeconds(30));
    return new Cli(muster, typed.terminal(), checkout(), Clock.systemUTC(), interrupts).run(args);
  }

  CompletableFuture<Integer> musterMeanwhile(Typed typed, String... args) {
    return CompletableFuture.supplyAsync(
        () -> muster(typed, args), task -> Thread.ofPlatform().daemon().start(task));
  }

  List<SessionRow> rows() throws CliException, ControlException {
    var options = new EngineOptions(folder, environment);
    try (var open =
        new LocalMuster(options, Typed.nobody().terminal(), s -> {}, Duration.ofSeconds(30))
            .toRead()) {
      return open.reach().list(true);
    }
  }

  boolean answers() throws ControlException {
    return ControlClient.connect(folder).isPresent();
  }

  static List<JsonNode> json(String lines) {
    return lines.lines().map(line -> JsonMapper.shared().readTree(line)).toList();
  }

  static List<String> kinds(String lines) {
    return json(lines).stream().map(line -> line.path("kind").asString()).toList();
  }

  interface Condition {
    boolean holds() throws Exception;
  }

  static void until(String what, Condition condition) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!condition.holds()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("did not come true: " + what);
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }
}
