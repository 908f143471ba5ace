package dev.muster.engine.imported;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.engine.Engine;
import dev.muster.engine.EngineOptions;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.store.DataFolder;
import dev.muster.engine.store.SessionRow;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * An import that is killed at any moment: what is there is right, and the next one adds the rest.
 */
@Tag("slow")
@EnabledOnOs(OS.LINUX)
class ImportKillTest extends ImportFixture {
  private static final int KILLS = 5;
  private static final int CONVERSATIONS = 12;
  private static final int TURNS = 400;

  /** Imports everything; says when it begins. */
  static final class ImportingProcess {
    public static void main(String[] arguments) throws Exception {
      Path home = Path.of(arguments[1]);
      try (Engine engine =
          Engine.open(
              new EngineOptions(
                  DataFolder.at(Path.of(arguments[0])),
                  Map.of("PATH", System.getenv("PATH"), "HOME", home.toString())))) {
        System.out.println("begin");
        engine.importer().run(engine.conversations(), new ImportListener() {});
        System.out.println("end");
      }
    }
  }

  @Test
  void after_kill_9_nothing_is_doubled_and_the_next_import_adds_what_is_missing() throws Exception {
    for (int c = 0; c < CONVERSATIONS; c++) {
      List<String> lines = new ArrayList<>();
      for (int t = 0; t < TURNS; t++) {
        lines.add(prompt("u" + c + "-" + t, "Question " + t, temp));
        lines.add(answer("a" + c + "-" + t, "Answer " + t + " of " + c, "end_turn"));
      }
      write("conversation-" + c, lines.toArray(String[]::new));
    }
    engine.close();
    RandomGenerator random = RandomGenerator.getDefault();
    for (int n = 0; n < KILLS; n++) {
      killed(random.nextLong(900));
      engine = open();
      assertThat(engine.rescued()).isEmpty();
      assertThat(engine.journal().check()).isEmpty();
      assertThat(engine.journal().rebuildSessions()).isEmpty();
      engine.close();
    }
    engine = open();
    importAll();
    Map<SessionId, Long> lengths = lengths();
    assertThat(lengths).hasSize(CONVERSATIONS);

    // One that was never killed comes to the same, to the event.
    engine.close();
    Path killed = temp.resolve("muster");
    Files.move(killed, temp.resolve("killed"));
    engine = open();
    importAll();
    assertThat(lengths()).isEqualTo(lengths);
  }

  private Map<SessionId, Long> lengths() {
    Map<SessionId, Long> lengths = new HashMap<>();
    for (SessionRow row : rows()) {
      lengths.put(row.id(), row.events());
    }
    return lengths;
  }

  private void killed(long afterMillis) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                ImportingProcess.class.getName(),
                temp.resolve("muster").toString(),
                home.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (var out = process.inputReader()) {
      assertThat(out.readLine()).isEqualTo("begin");
      // Any moment will do: the test holds for all of them.
      process.waitFor(afterMillis, TimeUnit.MILLISECONDS);
    } finally {
      process.toHandle().destroyForcibly();
      process.waitFor();
    }
  }
}
