package dev.muster.engine.store;

import static dev.muster.engine.store.StoreFixture.ONE;
import static dev.muster.engine.store.StoreFixture.TWO;
import static dev.muster.engine.store.StoreFixture.open;
import static dev.muster.engine.store.StoreFixture.said;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.engine.event.Recorded;
import dev.muster.engine.event.SessionEvent;
import dev.muster.engine.event.SessionId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The file of a journal of which much was pruned. */
class CompactionTest {
  private static final long ANY = 1;

  @TempDir Path home;
  DataFolder folder;
  List<Recorded> kept = List.of();

  @BeforeEach
  void muchWasThrownAway() throws StoreException {
    folder = DataFolder.at(home);
    try (Store store = open(folder)) {
      write(store, ONE, 300);
      write(store, TWO, 3_000);
      while (store.journal().erase(TWO, 1_000) > 0) {
        // A part at a time, as pruning does.
      }
      store.search().catchUp();
      kept = StoreFixture.all(store.journal());
    }
  }

  private static void write(Store store, SessionId session, int events) {
    List<SessionEvent> all = new ArrayList<>();
    for (int n = 0; n < events; n++) {
      all.add(said("event " + n + " of " + session + " " + "words ".repeat(40)));
    }
    store.journal().appendAll(session, 1, all).join();
  }

  private void nothingIsDifferent() throws StoreException {
    try (Store store = open(folder)) {
      assertThat(store.rescued()).isEmpty();
      assertThat(StoreFixture.all(store.journal())).isEqualTo(kept);
      assertThat(store.journal().check()).isEmpty();
      store.search().catchUp();
      assertThat(store.search().find(Search.Query.of("event")).hits()).hasSize(50);
      assertThat(store.rebuild().differences()).isEmpty();
      assertThat(store.journal().append(ONE, 2, said("it goes on")).join().seq()).isEqualTo(301);
    }
  }

  @Test
  void what_was_free_in_the_file_is_given_back_and_nothing_else_changes() throws Exception {
    long before = Files.size(folder.database());

    long given = Compaction.run(folder, ANY);

    assertThat(given).isGreaterThan(before / 2);
    assertThat(Files.size(folder.database())).isEqualTo(before - given);
    assertThat(Compaction.run(folder, ANY)).as("a second time").isZero();
    nothingIsDifferent();
  }

  @Test
  void a_little_is_not_worth_a_longer_start() throws Exception {
    long before = Files.size(folder.database());

    assertThat(Compaction.run(folder, Compaction.WORTH_BYTES)).isZero();

    assertThat(Files.size(folder.database())).isEqualTo(before);
    nothingIsDifferent();
  }

  @Test
  void what_a_crash_left_of_a_smaller_file_is_removed_and_the_journal_is_as_it_was()
      throws Exception {
    Path left = folder.data().resolve("muster.db.small");
    Files.writeString(left, "half a database");

    assertThat(Compaction.run(folder, Compaction.WORTH_BYTES)).isZero();

    assertThat(left).doesNotExist();
    nothingIsDifferent();
  }

  @Test
  void what_a_killed_muster_left_in_the_log_is_in_the_smaller_file() throws Exception {
    // A connection that is never closed keeps the log from being carried over, as a kill does.
    Path copy = home.resolve("copy");
    DataFolder killed = DataFolder.at(copy).create();
    try (Store store = open(folder)) {
      store.journal().append(ONE, 2, said("only in the log")).join();
      for (String part : List.of("", "-wal")) {
        Files.copy(
            folder.data().resolve("muster.db" + part), killed.data().resolve("muster.db" + part));
      }
    }
    assertThat(killed.data().resolve("muster.db-wal")).isNotEmptyFile();

    assertThat(Compaction.run(killed, ANY)).isPositive();

    try (Store store = open(killed)) {
      assertThat(store.journal().tail(ONE, 1).getFirst().event())
          .isEqualTo(said("only in the log"));
      assertThat(store.journal().check()).isEmpty();
    }
  }

  @Test
  @DisabledOnOs(OS.WINDOWS) // there nobody may rename over an open file
  void whoever_reads_the_old_file_meanwhile_reads_it_to_its_end() throws Exception {
    try (Connection reader = Snapshots.reader(folder.database())) {
      Database.execute(reader, "begin");
      assertThat(Database.number(reader, "select count(*) from event")).isEqualTo(300);

      Compaction.run(folder, ANY);

      assertThat(Database.number(reader, "select count(*) from event where body <> ''"))
          .isEqualTo(300);
    }
    nothingIsDifferent();
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void only_its_owner_may_read_the_smaller_file() throws Exception {
    assertThat(Compaction.run(folder, ANY)).isPositive();

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.database())))
        .isEqualTo("rw-------");
  }
}
