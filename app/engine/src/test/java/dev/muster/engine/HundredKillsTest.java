package dev.muster.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.engine.event.ConversationEvent.PromptFailed;
import dev.muster.engine.event.ConversationEvent.PromptQueued;
import dev.muster.engine.event.ConversationEvent.PromptSent;
import dev.muster.engine.event.Recorded;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.store.DataFolder;
import dev.muster.engine.store.Store;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A Muster that is killed a hundred times in the middle of all it can do, on one data folder. */
@EnabledOnOs(OS.LINUX)
class HundredKillsTest {
  private static final int KILLS = 100;

  /** Of all rounds: what was acknowledged once is there for ever. */
  private final Map<SessionId, Long> shown = new HashMap<>();

  private final Map<String, SessionId> prompts = new HashMap<>();

  @TempDir Path home;

  @Test
  @Tag("slow")
  void a_hundred_kills_lose_nothing_that_was_acknowledged_and_double_no_prompt() throws Exception {
    RandomGenerator random = RandomGenerator.getDefault();
    for (int round = 1; round <= KILLS; round++) {
      killedAfter(random.nextLong(10, 800));
      nothingIsLost(round);
    }
    assertThat(shown).hasSizeGreaterThan(4);
    assertThat(prompts).hasSizeGreaterThan(20);
  }

  private void killedAfter(long millis) throws IOException, InterruptedException {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xmx256m",
            "-cp",
            System.getProperty("java.class.path"),
            BusyMuster.class.getName(),
            home.toString());
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    List<String> said = new ArrayList<>();
    CountDownLatch ready = new CountDownLatch(1);
    Thread listener =
        Thread.ofPlatform()
            .start(
                () -> {
                  try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
                    for (String line = out.readLine(); line != null; line = out.readLine()) {
                      if (line.equals("READY")) {
                        ready.countDown();
                      }
                      said.add(line);
                    }
                  } catch (IOException cut) {
                    said.add("CUT"); // a killed process ends in the middle of a line
                  }
                });
    try {
      assertThat(ready.await(90, TimeUnit.SECONDS)).as("it starts").isTrue();
      TimeUnit.MILLISECONDS.sleep(millis); // the moment is the point here, not a condition
    } finally {
      process.toHandle().destroyForcibly();
      process.waitFor();
      listener.join();
    }
    assertThat(said).noneMatch(line -> line.startsWith("FAILED"));
    for (String line : said) {
      String[] words = line.split(" ");
      if (words.length == 3 && words[0].equals("SHOWN")) {
        shown.merge(new SessionId(words[1]), Long.parseLong(words[2]), Math::max);
      } else if (words.length == 3 && words[0].equals("PROMPT")) {
        prompts.put(words[2], new SessionId(words[1]));
      }
    }
  }

  private void nothingIsLost(int round) throws Exception {
    try (Store store = Store.open(DataFolder.at(home), Clock.systemUTC())) {
      assertThat(store.rescued()).as("damage after kill " + round).isEmpty();
      assertThat(store.journal().check()).as("kill " + round).isEmpty();
      assertThat(store.journal().rebuildSessions()).as("kill " + round).isEmpty();
      if (round % 10 == 0) {
        assertThat(store.rebuild().differences()).as("kill " + round).isEmpty();
      }
      Map<SessionId, Long> last = new HashMap<>();
      Map<String, SessionId> known = new HashMap<>();
      Set<String> sent = new HashSet<>();
      Set<String> queued = new HashSet<>();
      List<String> doubled = new ArrayList<>();
      store
          .journal()
          .replayAll(
              (Recorded event) -> {
                last.merge(event.session(), event.seq(), Math::max);
                switch (event.event()) {
                  case PromptQueued prompt -> {
                    known.put(prompt.promptId(), event.session());
                    if (!queued.add(prompt.promptId())) {
                      doubled.add("queued " + prompt.promptId());
                    }
                  }
                  case PromptSent prompt -> {
                    known.put(prompt.promptId(), event.session());
                    if (!sent.add(prompt.promptId())) {
                      doubled.add("sent " + prompt.promptId());
                    }
                  }
                  case PromptFailed prompt -> known.put(prompt.promptId(), event.session());
                  default -> {
                    // Of no interest here.
                  }
                }
              });
      assertThat(doubled).as("kill " + round).isEmpty();
      assertThat(known).as("prompts after kill " + round).containsAllEntriesOf(prompts);
      shown.forEach(
          (session, seq) ->
              assertThat(last.getOrDefault(session, 0L))
                  .as("events of " + session + " after kill " + round)
                  .isGreaterThanOrEqualTo(seq));
    }
  }
}
