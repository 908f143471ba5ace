package dev.muster.engine.store;

import static dev.muster.engine.store.StoreFixture.ONE;
import static dev.muster.engine.store.StoreFixture.TWO;
import static dev.muster.engine.store.StoreFixture.open;
import static dev.muster.engine.store.StoreFixture.said;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.engine.event.Recorded;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A Muster that is killed while it rescues, restores or rebuilds. */
@Tag("slow")
@EnabledOnOs(OS.LINUX)
class MendingKillsTest extends KilledStore {
  private static final int KILLS = 8;
  private static final int PAGE = 4_096;

  @Test
  void a_rescue_that_is_killed_is_begun_again_and_brings_back_the_same() throws Exception {
    byte[] noise = new byte[PAGE];
    new Random(5).nextBytes(noise);
    try (RandomAccessFile file = new RandomAccessFile(folder.database().toFile(), "rw")) {
      for (int page : new int[] {30, 77, 120}) {
        file.seek((long) PAGE * page);
        file.write(noise);
      }
    }
    // A short look may not come far on a busy machine; a noted doubt has all of it looked at.
    Soundness.doubt(folder, "noise");
    byte[] damaged = Files.readAllBytes(folder.database());
    DataFolder whole = copy(0);
    long takes = took("open", home(0).toString());
    Set<String> rescued = texts(events(whole));
    assertThat(rescued).hasSizeGreaterThan(EVENTS - 1_000).hasSizeLessThan(EVENTS + 4);
    for (int round = 1; round <= KILLS; round++) {
      DataFolder now = copy(round);
      killed(takes, "open", home(round).toString());
      assertThat(texts(events(now))).as("round " + round).isEqualTo(rescued);
      assertThat(kept(now, damaged)).as("the damaged file of round " + round).isTrue();
      assertThat(reports(now)).as("what is told of round " + round).isPositive();
      nothingIsLeftOver(now);
    }
  }

  /** Without the instants: what a rescue adds by itself has its own. */
  private static Set<String> texts(Set<Recorded> events) {
    Set<String> texts = new HashSet<>();
    events.forEach(one -> texts.add(one.session() + " " + one.seq() + " " + one.event()));
    return texts;
  }

  private static boolean kept(DataFolder folder, byte[] damaged) throws IOException {
    try (Stream<Path> files = Files.list(folder.aside())) {
      for (Path file : files.filter(f -> f.toString().endsWith(".db")).toList()) {
        if (Arrays.equals(Files.readAllBytes(file), damaged)) {
          return true;
        }
      }
    }
    return false;
  }

  private static long reports(DataFolder folder) throws IOException {
    try (Stream<Path> files = Files.list(folder.aside())) {
      return files.filter(f -> f.toString().endsWith("-report.txt")).count();
    }
  }

  @Test
  void a_restore_that_is_killed_leaves_the_one_journal_or_the_other() throws Exception {
    Path backup = temp.resolve("backup.db");
    new Backups(folder, Clock.systemUTC()).makeAt(backup, Backup.Why.ASKED, Backups.Pace.FAST);
    Set<Recorded> older = events(folder);
    try (Store store = open(folder)) {
      store.journal().append(ONE, 2, said("after the backup")).join();
    }
    Set<Recorded> newer = events(folder);
    copy(0);
    long takes = took("restore", home(0).toString(), backup.toString());
    for (int round = 1; round <= KILLS; round++) {
      DataFolder now = copy(round);
      killed(takes, "restore", home(round).toString(), backup.toString());
      assertThat(events(now)).as("round " + round).isIn(older, newer);
      nothingIsLeftOver(now);
    }
  }

  @Test
  void a_rebuild_that_is_killed_again_and_again_changes_nothing_and_loses_nothing()
      throws Exception {
    long stored = EVENTS / 2;
    for (int round = 1; round <= KILLS; round++) {
      for (String line : killed(400_000, "rebuild", temp.resolve("first").toString())) {
        assertThat(line).doesNotStartWith("FAILED");
        if (line.matches("STORED \\d+")) {
          stored = Math.max(stored, Long.parseLong(line.substring("STORED ".length())));
        }
      }
      try (Store store = open(folder)) {
        assertThat(store.rescued()).isEmpty();
        assertThat(store.journal().rebuildSessions()).as("round " + round).isEmpty();
        assertThat(store.journal().session(TWO).orElseThrow().events())
            .isGreaterThanOrEqualTo(stored);
        store.search().catchUp();
        List<Recorded> all = sound(store);
        assertThat(all).hasSizeGreaterThanOrEqualTo(EVENTS);
        assertThat(store.search().find(Search.Query.of("event")).hits()).hasSize(50);
      }
    }
  }
}
