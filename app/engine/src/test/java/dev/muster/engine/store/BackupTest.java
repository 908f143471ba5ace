package dev.muster.engine.store;

import static dev.muster.engine.store.StoreFixture.ONE;
import static dev.muster.engine.store.StoreFixture.TWO;
import static dev.muster.engine.store.StoreFixture.created;
import static dev.muster.engine.store.StoreFixture.open;
import static dev.muster.engine.store.StoreFixture.said;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.engine.event.Recorded;
import dev.muster.engine.store.Backup.Why;
import dev.muster.engine.store.Backups.Pace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Copies that are made while agents work, and what they are good for. */
class BackupTest {
  private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");

  @TempDir Path home;
  DataFolder folder;
  Store store;

  @BeforeEach
  void opened() throws StoreException {
    folder = DataFolder.at(home);
    store = open(folder);
    store.journal().append(ONE, 0, created("One", "shop")).join();
  }

  @AfterEach
  void closed() {
    store.close();
  }

  private Backups at(Instant now) {
    return new Backups(folder, Clock.fixed(now, ZoneOffset.UTC));
  }

  private List<Path> files(Path in) throws Exception {
    try (Stream<Path> all = Files.list(in)) {
      return all.sorted().toList();
    }
  }

  @Test
  void a_backup_is_made_while_sessions_write_and_is_a_whole_journal_of_one_moment()
      throws Exception {
    for (int n = 0; n < 3_000; n++) {
      store.journal().append(ONE, 1, said("x".repeat(2_000) + n));
    }
    store.journal().flush();
    AtomicBoolean enough = new AtomicBoolean();
    Thread busy =
        Thread.ofPlatform()
            .start(
                () -> {
                  while (!enough.get()) {
                    store.journal().append(TWO, 1, said("more")).join();
                  }
                });
    Backup made = new Backups(folder, Clock.systemUTC()).make(Why.ASKED, Pace.GENTLE);
    enough.set(true);
    busy.join();

    assertThat(made.events()).isGreaterThanOrEqualTo(3_001);
    assertThat(files(folder.backups())).containsExactly(made.file());
    assertThat(Files.getPosixFilePermissions(made.file())).hasSize(2);
    DataFolder other = DataFolder.at(home.resolve("other"));
    other.create();
    Files.copy(made.file(), other.database());
    try (Store copy = open(other)) {
      assertThat(copy.journal().check()).isEmpty();
      List<Recorded> events = StoreFixture.all(copy.journal());
      assertThat(events).hasSize((int) made.events());
      assertThat(StoreFixture.all(store.journal())).startsWith(events.toArray(Recorded[]::new));
      assertThat(copy.rebuild().equal()).isTrue();
    }
  }

  @Test
  void one_is_made_every_day_that_something_happened_and_seven_are_kept() throws Exception {
    Backups asked = at(NOON.minus(Duration.ofDays(90)));
    Path kept = asked.make(Why.ASKED, Pace.FAST).file();
    for (int day = 0; day < 12; day++) {
      Instant now = NOON.plus(Duration.ofDays(day));
      Clock clock = Clock.fixed(now, ZoneOffset.UTC);
      try (BackupKeeper keeper =
          new BackupKeeper(folder, clock, store.journal()::position, new Remarks())) {
        assertThat(keeper.makeIfDue()).isPresent();
        assertThat(keeper.makeIfDue()).as("twice a day").isEmpty();
      }
    }
    assertThat(at(NOON).all().stream().filter(one -> one.why() == Why.AUTO))
        .hasSize(Backups.AUTO_KEPT)
        .first()
        .matches(one -> one.made().equals(NOON.plus(Duration.ofDays(11))));
    assertThat(kept).as("one that was asked for stays").exists();

    // A clock that was set back by a year must not put the next one off for a year.
    Clock back = Clock.fixed(NOON.minus(Duration.ofDays(365)), ZoneOffset.UTC);
    try (BackupKeeper keeper =
        new BackupKeeper(folder, back, store.journal()::position, new Remarks())) {
      Backup made = keeper.makeIfDue().orElseThrow();
      assertThat(made.file()).as("what was made just now").exists();
      assertThat(at(NOON).all()).hasSize(Backups.AUTO_KEPT + 1);
    }
    try (BackupKeeper again =
        new BackupKeeper(folder, back, store.journal()::position, new Remarks())) {
      assertThat(again.makeIfDue()).as("twice a day after that").isEmpty();
    }
  }

  @Test
  void restoring_says_before_what_is_lost_and_gained_and_keeps_what_was_there() throws Exception {
    store.journal().append(ONE, 1, said("before")).join();
    Backup made = at(NOON).make(Why.ASKED, Pace.FAST);
    List<Recorded> then = StoreFixture.all(store.journal());
    store.journal().append(ONE, 1, said("after")).join();
    store.journal().append(TWO, 0, created("Two", "shop")).join();
    List<Recorded> now = StoreFixture.all(store.journal());
    store.close();
    Restore restore = new Restore(folder, made.file());

    Restore.Preview preview = restore.preview();

    assertThat(preview.eventsLost()).isEqualTo(2);
    assertThat(preview.lost())
        .containsExactlyInAnyOrder(
            new Restore.Change(ONE, "One", 1, false), new Restore.Change(TWO, "Two", 1, true));
    assertThat(preview.gained()).isEmpty();

    Restore.Done done = restore.run(NOON);

    store = open(folder);
    assertThat(StoreFixture.all(store.journal())).isEqualTo(then);
    store.search().catchUp();
    assertThat(store.search().find(Search.Query.of("after")).hits()).isEmpty();
    assertThat(store.search().find(Search.Query.of("before")).hits()).hasSize(1);
    store.close();

    Restore back = new Restore(folder, done.kept());
    assertThat(back.preview().eventsGained()).isEqualTo(2);
    back.run(NOON.plusSeconds(1));
    store = open(folder);
    assertThat(StoreFixture.all(store.journal())).isEqualTo(now);
  }

  @Test
  void what_is_no_sound_journal_is_not_restored() throws Exception {
    Backup made = at(NOON).make(Why.ASKED, Pace.FAST);
    store.close();
    byte[] before = Files.readAllBytes(folder.database());
    Path text = Files.writeString(home.resolve("notes.db"), "not a database at all".repeat(500));
    assertThatThrownBy(() -> new Restore(folder, text).run(NOON))
        .hasMessageContaining("is not a database")
        .hasMessageContaining("Nothing was changed");
    assertThatThrownBy(() -> new Restore(folder, home.resolve("none.db")).run(NOON))
        .hasMessageContaining("There is no file");
    byte[] bytes = Files.readAllBytes(made.file());
    Path cut =
        Files.write(home.resolve("cut.db"), java.util.Arrays.copyOf(bytes, bytes.length / 2));
    assertThatThrownBy(() -> new Restore(folder, cut).run(NOON))
        .hasMessageContaining("Nothing was changed");
    assertThat(Files.readAllBytes(folder.database())).isEqualTo(before);
    store = open(folder);
    assertThat(StoreFixture.all(store.journal())).hasSize(1);
  }

  @Test
  void a_restore_that_a_crash_cut_off_is_finished_by_the_next_start() throws Exception {
    Backup made = at(NOON).make(Why.ASKED, Pace.FAST);
    store.journal().append(ONE, 1, said("after")).join();
    store.close();
    Path place = Aside.place(folder, "before-restore", NOON);
    Files.copy(made.file(), Aside.waiting(folder, place));
    store = open(folder);
    assertThat(StoreFixture.all(store.journal())).hasSize(1);
    assertThat(files(folder.aside())).contains(place);
  }

  @Test
  void nothing_that_exists_is_overwritten() throws Exception {
    Path mine = Files.writeString(home.resolve("mine.txt"), "mine");
    assertThatThrownBy(() -> at(NOON).makeAt(mine, Why.ASKED, Pace.FAST))
        .hasMessageContaining("exists already");
    assertThat(mine).hasContent("mine");
  }
}
