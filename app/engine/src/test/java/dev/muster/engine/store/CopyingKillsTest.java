package dev.muster.engine.store;

import static dev.muster.engine.store.StoreFixture.TWO;
import static dev.muster.engine.store.StoreFixture.open;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.engine.event.Recorded;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Clock;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * A Muster that is killed while it copies the journal: for a backup, a new form, a smaller file.
 */
@Tag("slow")
@EnabledOnOs(OS.LINUX)
class CopyingKillsTest extends KilledStore {
  private static final int KILLS = 8;

  @Test
  void a_file_that_is_made_smaller_when_it_is_killed_holds_the_same() throws Exception {
    try (Store store = open(folder)) {
      while (store.journal().erase(TWO, 2_000) > 0) {
        // A part at a time, as pruning does.
      }
    }
    Set<Recorded> left = events(folder);
    assertThat(left).hasSize(EVENTS / 2);
    copy(0);
    long takes = took("shrink", home(0).toString());
    for (int round = 1; round <= KILLS; round++) {
      DataFolder now = copy(round);
      killed(takes, "shrink", home(round).toString());
      assertThat(events(now)).as("round " + round).isEqualTo(left);
      Compaction.run(now, 1);
      assertThat(Files.size(now.database())).isLessThan(Files.size(folder.database()));
      nothingIsLeftOver(now);
    }
  }

  @Test
  void a_journal_of_an_older_form_that_is_killed_on_the_way_is_there_with_every_copy_of_it()
      throws Exception {
    Set<Recorded> all = events(folder);
    older();
    copy(0);
    long takes = took("open", home(0).toString());
    for (int round = 1; round <= KILLS; round++) {
      DataFolder now = copy(round);
      killed(takes, "open", home(round).toString());
      assertThat(events(now)).as("round " + round).isEqualTo(all);
      everyBackupIsWhole(now);
    }
  }

  /** As the first Muster wrote it: events alone. */
  private void older() throws Exception {
    try (Connection connection = Snapshots.plain(folder.database())) {
      for (String table : new String[] {"session", "project", "process", "lost"}) {
        Database.execute(connection, "drop table " + table);
      }
      Database.execute(connection, "alter table journal drop column session_form");
      Database.execute(connection, "pragma user_version = 1");
    }
  }

  @Test
  void a_backup_that_is_killed_is_no_backup_and_is_cleared_away() throws Exception {
    Set<Recorded> all = events(folder);
    long takes = took("backup", temp.resolve("first").toString());
    for (int round = 1; round <= KILLS; round++) {
      killed(takes, "backup", temp.resolve("first").toString());
      everyBackupIsWhole(folder);
    }
    assertThat(events(folder)).isEqualTo(all);
    // Another one may still be at work on what is younger.
    Clock later =
        Clock.offset(Clock.systemUTC(), Backups.LEFT_OVER.plus(java.time.Duration.ofMinutes(1)));
    new Backups(folder, later).make(Backup.Why.AUTO, Backups.Pace.FAST);
    try (Stream<Path> files = Files.list(folder.backups())) {
      assertThat(files).allMatch(file -> file.toString().endsWith(".db"));
    }
  }

  private static void everyBackupIsWhole(DataFolder folder) throws Exception {
    for (Backup backup : new Backups(folder, Clock.systemUTC()).all()) {
      try (Connection connection = Snapshots.reader(backup.file())) {
        assertThat(Snapshots.problem(connection)).as(backup.file().toString()).isNull();
        assertThat(Database.number(connection, "select count(*) from event")).isEqualTo(EVENTS);
      }
    }
  }
}
