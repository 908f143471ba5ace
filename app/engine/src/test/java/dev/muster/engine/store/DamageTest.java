package dev.muster.engine.store;

import static dev.muster.engine.store.StoreFixture.created;
import static dev.muster.engine.store.StoreFixture.open;
import static dev.muster.engine.store.StoreFixture.prompt;
import static dev.muster.engine.store.StoreFixture.said;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.engine.event.EventJson;
import dev.muster.engine.event.Recorded;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.store.RescueReport.Missing;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is left of a journal whose file was damaged, and what is said about the rest. */
class DamageTest {
  private static final int PAGE = 4_096;
  private static final int SESSIONS = 4;

  @TempDir Path home;
  private final List<Recorded> stored = new ArrayList<>();
  private DataFolder folder;

  private static SessionId session(int n) {
    return new SessionId("ssession0" + n);
  }

  /** A journal with small events and large ones, all of them in its file. */
  private void written(int events) throws StoreException {
    folder = DataFolder.at(home);
    try (Store store = open(folder)) {
      write(store, events);
    }
  }

  private void write(Store store, int events) {
    for (int s = 0; s < SESSIONS; s++) {
      stored.add(store.journal().append(session(s), 0, created("Session " + s, "shop")).join());
    }
    store.projects().opened("shop", "shop name", home);
    List<java.util.concurrent.CompletableFuture<Recorded>> answers = new ArrayList<>();
    for (int n = 0; n < events; n++) {
      String text = ("event " + n + " ").repeat(n % 37 == 0 ? 2_000 : 1 + n % 40);
      answers.add(
          store
              .journal()
              .append(session(n % SESSIONS), 1 + n / 100, n % 5 == 0 ? prompt(text) : said(text)));
    }
    answers.forEach(answer -> stored.add(answer.join()));
  }

  private void overwrite(Path file, long offset, int length, long seed) throws IOException {
    byte[] noise = new byte[length];
    new Random(seed).nextBytes(noise);
    try (RandomAccessFile to = new RandomAccessFile(file.toFile(), "rw")) {
      to.seek(offset);
      to.write(noise);
    }
  }

  private static Map<SessionId, Set<Long>> told(RescueReport report) {
    Map<SessionId, Set<Long>> told = new HashMap<>();
    for (Missing one : report.missing()) {
      Set<Long> seqs = told.computeIfAbsent(one.session(), _ -> new HashSet<>());
      one.ranges()
          .forEach(
              range -> {
                for (long seq = range.from(); seq <= range.to(); seq++) {
                  seqs.add(seq);
                }
              });
    }
    return told;
  }

  /** All that is there is as it was, all that is not is told, and all goes on. */
  private RescueReport opensAndTellsTheTruth() throws Exception {
    byte[] damaged = Files.exists(folder.database()) ? Files.readAllBytes(folder.database()) : null;
    try (Store store = open(folder)) {
      RescueReport report = store.rescued().orElseThrow();
      if (damaged != null) {
        assertThat(Files.readAllBytes(report.kept())).as("what was damaged").isEqualTo(damaged);
      }
      assertThat(report.report()).content().contains(report.sentence());
      Set<Recorded> now = new HashSet<>(StoreFixture.all(store.journal()));
      Map<SessionId, Set<Long>> told = told(report);
      long missing = 0;
      for (Recorded one : stored) {
        if (!now.contains(one)) {
          missing++;
          assertThat(told.getOrDefault(one.session(), Set.of()))
              .as("missing of " + one.session())
              .contains(one.seq());
        }
      }
      assertThat(report.eventsMissing()).isEqualTo(missing);
      assertThat(report.events()).isEqualTo(stored.size() - missing);
      assertThat(store.journal().check()).isEmpty();
      assertThat(store.rebuild().differences()).isEmpty();
      store.journal().append(session(1), 9, said("It goes on")).join();
      store.search().catchUp();
      assertThat(store.search().find(Search.Query.of("goes")).hits()).hasSize(1);
      return report;
    } finally {
      try (Store again = open(folder)) {
        assertThat(again.rescued()).as("a second rescue").isEmpty();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void overwritten_pages_cost_what_stood_on_them_and_no_more(long seed) throws Exception {
    written(3_000);
    int pages = (int) (Files.size(folder.database()) / PAGE);
    Random random = new Random(seed);
    for (int n = 0; n < 3; n++) {
      overwrite(folder.database(), (long) PAGE * random.nextInt(8, pages), PAGE, seed * 10 + n);
    }
    RescueReport report = opensAndTellsTheTruth();
    assertThat(report.events()).isGreaterThan(2_500);
  }

  @Test
  void damage_that_comes_while_muster_runs_is_found_told_and_rescued_at_the_next_start()
      throws Exception {
    written(3_000);
    List<String> remarks = new CopyOnWriteArrayList<>();
    try (SqliteStore store = (SqliteStore) open(folder)) {
      store.onRemark(remarks::add);
      store.keeper().look();
      assertThat(remarks).isEmpty();
      overwrite(folder.database(), 40L * PAGE, PAGE, 11);

      store.keeper().look();

      assertThat(remarks).hasSize(1);
      assertThat(remarks.getFirst()).contains("is damaged", "start it again");
    }
    assertThat(opensAndTellsTheTruth().events()).isGreaterThan(2_900);
  }

  @Test
  void a_file_that_rotted_without_being_written_is_noticed_too() throws Exception {
    written(3_000);
    FileTime when = Files.getLastModifiedTime(folder.database());
    overwrite(folder.database(), 40L * PAGE, PAGE, 11);
    Files.setLastModifiedTime(folder.database(), when);

    assertThat(opensAndTellsTheTruth().events()).isGreaterThan(2_900);
  }

  @Test
  void without_the_header_nothing_is_missing() throws Exception {
    written(2_000);
    overwrite(folder.database(), 0, PAGE, 7);
    RescueReport report = opensAndTellsTheTruth();
    assertThat(report.missing()).isEmpty();
    assertThat(report.sentence()).contains("none is known to be missing");
    try (Store store = open(folder)) {
      assertThat(store.projects().all()).extracting(Projects.Project::name).contains("shop name");
    }
  }

  @Test
  void a_file_that_was_cut_gives_what_is_left_and_a_backup_gives_the_rest() throws Exception {
    written(2_000);
    new Backups(folder, Clock.systemUTC()).make(Backup.Why.AUTO, Backups.Pace.FAST);
    try (Store store = open(folder)) {
      stored.add(store.journal().append(session(0), 30, said("after the backup")).join());
    }
    try (RandomAccessFile file = new RandomAccessFile(folder.database().toFile(), "rw")) {
      file.setLength(file.length() / 3 + 100);
    }
    try (Store store = open(folder)) {
      RescueReport report = store.rescued().orElseThrow();
      assertThat(report.fromBackups()).isGreaterThan(500);
      assertThat(StoreFixture.all(store.journal()))
          .containsAll(stored.subList(0, stored.size() - 1));
      assertThat(store.journal().check()).isEmpty();
      assertThat(store.rebuild().differences()).isEmpty();
    }
  }

  @Test
  void where_all_is_noise_the_backup_is_there_and_where_there_is_none_it_begins_anew()
      throws Exception {
    written(500);
    Path backup =
        new Backups(folder, Clock.systemUTC()).make(Backup.Why.AUTO, Backups.Pace.FAST).file();
    overwrite(folder.database(), 0, (int) Files.size(folder.database()), 3);
    RescueReport report = opensAndTellsTheTruth();
    assertThat(report.fromBackups()).isEqualTo(stored.size());

    Files.delete(backup);
    overwrite(folder.database(), 0, (int) Files.size(folder.database()), 4);
    try (Store store = open(folder)) {
      assertThat(store.rescued().orElseThrow().events()).isZero();
      assertThat(store.journal().append(session(0), 0, said("new")).join().seq()).isEqualTo(1);
    }
  }

  /** As a kill leaves it: the file, and the log with what is not in the file yet. */
  private void killed(int events) throws Exception {
    DataFolder live = DataFolder.at(home.resolve("live"));
    folder = DataFolder.at(home.resolve("after"));
    folder.create();
    try (Store store = open(live)) {
      write(store, events);
      for (String part : List.of("", "-wal")) {
        Files.copy(
            live.database().resolveSibling("muster.db" + part),
            folder.database().resolveSibling("muster.db" + part));
      }
    }
  }

  @Test
  void a_damaged_log_is_rescued_behind_the_damage_too() throws Exception {
    killed(2_000);
    Path log = folder.database().resolveSibling("muster.db-wal");
    overwrite(log, Files.size(log) / 2, 2_000, 5);
    try (Store store = open(folder)) {
      RescueReport report = store.rescued().orElseThrow();
      assertThat(report.problem()).contains("log");
      List<Recorded> now = StoreFixture.all(store.journal());
      assertThat(now.stream().filter(stored::contains).count()).isGreaterThan(1_900);
      assertThat(now.stream().map(Recorded::seq).max(Long::compare))
          .hasValueSatisfying(last -> assertThat(last).isGreaterThanOrEqualTo(500));
      assertThat(store.journal().check()).isEmpty();
    }
  }

  @Test
  void a_log_that_was_cut_gives_all_that_was_stored_before() throws Exception {
    killed(2_000);
    Path log = folder.database().resolveSibling("muster.db-wal");
    try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "rw")) {
      file.setLength(file.length() * 2 / 3 + 1_000);
    }
    try (Store store = open(folder)) {
      assertThat(store.rescued()).isEmpty();
      List<Recorded> now = StoreFixture.all(store.journal());
      assertThat(now).isNotEmpty().isEqualTo(stored.subList(0, now.size()));
      assertThat(store.journal().check()).isEmpty();
    }
  }

  @Test
  void a_kill_alone_is_no_damage() throws Exception {
    killed(1_000);
    try (Store store = open(folder)) {
      assertThat(store.rescued()).isEmpty();
      assertThat(StoreFixture.all(store.journal())).isEqualTo(stored);
    }
  }

  @Test
  void a_session_whose_beginning_is_lost_can_still_be_opened() throws Exception {
    written(3_000);
    // The first pages of events, wherever they are: all that tell of a creation.
    byte[] bytes = Files.readAllBytes(folder.database());
    String text = new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1);
    int at = text.indexOf("SessionCreated");
    assertThat(at).isPositive();
    overwrite(folder.database(), (long) at / PAGE * PAGE, PAGE, 1);
    RescueReport report = opensAndTellsTheTruth();
    assertThat(report.missing()).isNotEmpty();
    try (Store store = open(folder)) {
      SessionRow row = store.journal().session(session(0)).orElseThrow();
      assertThat(row.title()).isEqualTo("Session 0");
      assertThat(store.journal().read(session(0), 1, 1).getFirst().event())
          .isInstanceOf(dev.muster.engine.event.LifeEvent.SessionCreated.class);
      assertThat(store.journal().tail(session(0), 1).getFirst().event())
          .asString()
          .contains("damaged");
    }
  }

  @Test
  void a_rescue_that_nobody_heard_of_is_told_at_the_next_start_that_somebody_follows()
      throws Exception {
    written(3_000);
    overwrite(folder.database(), 60L * PAGE, 2 * PAGE, 4);
    // And then Muster is killed, before it could tell anybody.
    RescueReport report =
        new Rescue(folder, Clock.systemUTC(), new EventJson()).run("it was overwritten");
    open(folder).close();
    List<String> told = new ArrayList<>();
    try (Store store = open(folder)) {
      assertThat(store.rescued()).isEmpty();
      store.onRemark(told::add);
    }
    assertThat(told).containsExactly(report.sentence());
    told.clear();
    try (Store store = open(folder)) {
      store.onRemark(told::add);
    }
    assertThat(told).isEmpty();
    assertThat(report.report()).isNotEmptyFile();
    assertThat(report.kept()).isNotEmptyFile();
  }
}
