package dev.muster.engine.store;

import static dev.muster.engine.store.StoreFixture.ONE;
import static dev.muster.engine.store.StoreFixture.TWO;
import static dev.muster.engine.store.StoreFixture.created;
import static dev.muster.engine.store.StoreFixture.open;
import static dev.muster.engine.store.StoreFixture.said;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.engine.event.Recorded;
import dev.muster.engine.event.SessionEvent;
import dev.muster.engine.event.SessionId;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A Muster that is killed while it mends, restores, rebuilds or shrinks what it stores. */
@Tag("slow")
@EnabledOnOs(OS.LINUX)
class MendingKillsTest {
  private static final int KILLS = 4;
  private static final int EVENTS = 6_000;
  private static final int PAGE = 4_096;
  private static final RandomGenerator RANDOM = RandomGenerator.getDefault();

  @TempDir Path temp;
  DataFolder folder;

  /** Does one thing, after it said that it begins. */
  static final class Mender {
    public static void main(String[] arguments) throws Exception {
      DataFolder folder = DataFolder.at(Path.of(arguments[1]));
      switch (arguments[0]) {
        case "open" -> {
          System.out.println("begin");
          open(folder).close();
        }
        case "shrink" -> {
          System.out.println("begin");
          Compaction.run(folder, 1);
        }
        case "restore" -> {
          Restore restore = new Restore(folder, Path.of(arguments[2]));
          System.out.println("begin");
          restore.run(Clock.systemUTC().instant());
        }
        case "rebuild" -> {
          try (Store store = open(folder)) {
            store.search().catchUp();
            System.out.println("begin");
            for (int n = 1; ; n++) {
              int number = n;
              store
                  .journal()
                  .append(TWO, 1, said("while it is rebuilt"))
                  .thenAccept(stored -> System.out.println("STORED " + stored.seq()));
              if (number % 20 == 0 && !store.rebuild().equal()) {
                System.out.println("FAILED: the rebuild differs");
              }
            }
          }
        }
        default -> throw new IllegalArgumentException(arguments[0]);
      }
    }
  }

  @BeforeEach
  void written() throws StoreException {
    folder = DataFolder.at(temp.resolve("first"));
    try (Store store = open(folder)) {
      write(store, ONE);
      write(store, TWO);
      store.search().catchUp();
    }
  }

  private static void write(Store store, SessionId session) {
    List<SessionEvent> all = new ArrayList<>();
    all.add(created("Session " + session, "p"));
    for (int n = 1; n < EVENTS / 2; n++) {
      all.add(said("event " + n + " of " + session + ", and some words beside it"));
    }
    store.journal().appendAll(session, 1, all).join();
  }

  private DataFolder copy(int round) throws IOException {
    Path to = temp.resolve("round-" + round);
    Path from = temp.resolve("first");
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file)));
      }
    }
    return DataFolder.at(to);
  }

  /** What it said until it was killed, so long after it began. */
  private static List<String> killed(long micros, String... arguments) throws Exception {
    List<String> said = new ArrayList<>();
    try (Child child = new Child(Mender.class, arguments)) {
      assertThat(child.out.readLine()).isEqualTo("begin");
      TimeUnit.MICROSECONDS.sleep(micros); // the moment is the point here, not a condition
      child.kill();
      try {
        for (String line = child.out.readLine(); line != null; line = child.out.readLine()) {
          said.add(line);
        }
      } catch (IOException cut) {
        said.add("CUT"); // a killed process ends in the middle of a line
      }
    }
    return said;
  }

  private static List<Recorded> sound(Store store) {
    assertThat(store.journal().check()).isEmpty();
    List<Recorded> all = StoreFixture.all(store.journal());
    assertThat(store.rebuild().differences()).isEmpty();
    return all;
  }

  private static Set<Recorded> events(DataFolder folder) throws StoreException {
    try (Store store = open(folder)) {
      return new HashSet<>(sound(store));
    }
  }

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
    byte[] damaged = Files.readAllBytes(folder.database());
    DataFolder whole = copy(0);
    Set<String> rescued = texts(events(whole));
    assertThat(rescued).hasSizeGreaterThan(EVENTS - 1_000);
    for (int round = 1; round <= KILLS; round++) {
      DataFolder now = copy(round);
      killed(RANDOM.nextLong(700_000), "open", temp.resolve("round-" + round).toString());
      Set<String> there = texts(events(now));
      assertThat(there).as("round " + round).isEqualTo(rescued);
      assertThat(kept(now, damaged)).as("the damaged file of round " + round).isTrue();
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
        if (java.util.Arrays.equals(Files.readAllBytes(file), damaged)) {
          return true;
        }
      }
    }
    return false;
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
    for (int round = 1; round <= KILLS; round++) {
      DataFolder now = copy(round);
      Path home = temp.resolve("round-" + round);
      killed(RANDOM.nextLong(60_000), "restore", home.toString(), backup.toString());
      assertThat(events(now)).as("round " + round).isIn(older, newer);
    }
  }

  @Test
  void a_file_that_is_made_smaller_when_it_is_killed_holds_the_same() throws Exception {
    try (Store store = open(folder)) {
      while (store.journal().erase(TWO, 2_000) > 0) {
        // A part at a time, as pruning does.
      }
    }
    Set<Recorded> left = events(folder);
    assertThat(left).hasSize(EVENTS / 2);
    for (int round = 1; round <= KILLS; round++) {
      DataFolder now = copy(round);
      killed(RANDOM.nextLong(60_000), "shrink", temp.resolve("round-" + round).toString());
      assertThat(events(now)).as("round " + round).isEqualTo(left);
      Compaction.run(now, 1);
      assertThat(Files.size(now.database())).isLessThan(Files.size(folder.database()));
      assertThat(now.data().resolve("muster.db.small")).doesNotExist();
    }
  }

  @Test
  void a_rebuild_that_is_killed_again_and_again_changes_nothing_and_loses_nothing()
      throws Exception {
    String home = temp.resolve("first").toString();
    long stored = EVENTS / 2;
    for (int round = 1; round <= KILLS; round++) {
      for (String line : killed(RANDOM.nextLong(400_000), "rebuild", home)) {
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
        sound(store);
        assertThat(store.search().find(Search.Query.of("event")).hits()).hasSize(50);
      }
    }
  }
}
