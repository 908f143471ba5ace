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
  private static final int KILLS = 6;
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
    // So long it takes when nobody kills it; what it did is put away.
    long takes = run(Long.MAX_VALUE);
    Files.move(temp.resolve("muster"), temp.resolve("unkilled"));
    RandomGenerator random = RandomGenerator.getDefault();
    for (int n = 0; n < KILLS; n++) {
      // What is imported already is passed over quickly: the later, the sooner.
      run(random.nextLong(1 + takes / (1 + n)));
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

    // One that was never killed came to the same, to the event.
    engine.close();
    Files.move(temp.resolve("muster"), temp.resolve("killed"));
    Files.move(temp.resolve("unkilled"), temp.resolve("muster"));
    engine = open();
    assertThat(lengths()).isEqualTo(lengths);
  }

  private Map<SessionId, Long> lengths() {
    Map<SessionId, Long> lengths = new HashMap<>();
    for (SessionRow row : rows()) {
      lengths.put(row.id(), row.events());
    }
    return lengths;
  }

  /**
   * Imports, kills that after so many milliseconds if it is not done, and gives how long it took.
   */
  private long run(long atMostMillis) throws Exception {
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
      long begun = System.nanoTime();
      if (atMostMillis == Long.MAX_VALUE) {
        assertThat(out.readLine()).isEqualTo("end");
      } else {
        // Any moment will do: the test holds for all of them.
        process.waitFor(atMostMillis, TimeUnit.MILLISECONDS);
      }
      return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
    } finally {
      process.toHandle().destroyForcibly();
      process.waitFor();
    }
  }
}
