package dev.muster.engine.export;

import static dev.muster.engine.export.ExportFixture.ONE;
import static dev.muster.engine.export.ExportFixture.TWO;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.engine.event.ConversationEvent.MessageAdded;
import dev.muster.engine.event.LifeEvent.Shelved;
import dev.muster.engine.event.Recorded;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.store.Past;
import dev.muster.engine.store.SearchAsk;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Taking an export in is killed at any moment: a session of it is here as a whole or not at all.
 */
@Tag("slow")
@EnabledOnOs(OS.LINUX)
class TakeInKillTest {
  private static final int KILLS = 8;
  private static final int MESSAGES = 9_000;

  @TempDir Path temp;

  /** Takes a file in; says when it begins and when it is done. */
  static final class TakingProcess {
    public static void main(String[] arguments) throws Exception {
      try (var there = new ExportFixture(Path.of(arguments[0]))) {
        there.importer.recover();
        System.out.println("begin");
        there.importer.run(Path.of(arguments[1]), false, ExportListener.NONE);
        System.out.println("end");
      }
    }
  }

  @Test
  void after_kill_9_a_session_is_here_as_a_whole_or_not_at_all() throws Exception {
    Path file = temp.resolve("both.jsonl");
    List<List<Recorded>> exported = new ArrayList<>();
    try (var here = new ExportFixture(temp.resolve("here"))) {
      // One is so long that it is stored in parts, the other is stored in one piece.
      here.put(ONE, longer(MESSAGES));
      here.put(TWO, longer(1_000));
      here.export(file, ExportFormat.JSON_LINES, Set.of(), ONE, TWO);
      exported.add(here.all(ONE));
      exported.add(here.all(TWO));
    }
    long takes = run(temp.resolve("unkilled"), file, Long.MAX_VALUE);
    RandomGenerator random = RandomGenerator.getDefault();
    for (int round = 1; round <= KILLS; round++) {
      Path home = temp.resolve("round-" + round);
      run(home, file, random.nextLong(1 + takes));
      try (var there = new ExportFixture(home)) {
        there.importer.recover();
        assertThat(there.store.rescued()).isEmpty();
        assertThat(there.store.journal().check()).as("round " + round).isEmpty();
        int whole = whole(there, ONE, exported.get(0)) + whole(there, TWO, exported.get(1));
        there.store.search().catchUp();
        assertThat(there.store.search().ask(SearchAsk.of("")).sessions()).isEqualTo(whole);
        assertThat(there.store.rebuild().differences()).as("round " + round).isEmpty();

        there.importer.run(file, false, ExportListener.NONE);
        assertThat(whole(there, ONE, exported.get(0)) + whole(there, TWO, exported.get(1)))
            .isEqualTo(2);
        assertThat(there.store.rebuild().differences()).as("round " + round).isEmpty();
      }
    }
  }

  /** Each message some kilobytes, as outputs are. */
  private static List<Past> longer(int messages) {
    List<Past> story = new ArrayList<>(new EveryKind(1).story("Long", 1));
    // Wherever it was kept: here it is to be found like any other.
    story.removeIf(past -> past.event() instanceof Shelved);
    for (int n = 0; n < messages; n++) {
      String text = "word" + n + " " + "x".repeat(2_500);
      story.add(new Past(story.getLast().at(), 1, new MessageAdded("m" + n, text, null)));
    }
    return story;
  }

  /** 1 when all of it is here, 0 when nothing is. */
  private static int whole(ExportFixture there, SessionId id, List<Recorded> exported) {
    List<Recorded> now = there.all(id);
    if (now.isEmpty()) {
      assertThat(there.store.journal().session(id)).isEmpty();
      return 0;
    }
    assertThat(now).hasSizeGreaterThan(exported.size());
    assertThat(now.subList(0, exported.size())).isEqualTo(exported);
    return 1;
  }

  /** Takes in, kills that after so many milliseconds if it is not done; gives how long it took. */
  private static long run(Path home, Path file, long atMostMillis) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                TakingProcess.class.getName(),
                home.toString(),
                file.toString())
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
