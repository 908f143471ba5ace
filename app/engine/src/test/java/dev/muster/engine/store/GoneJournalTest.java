package dev.muster.engine.store;

import static dev.muster.engine.store.StoreFixture.created;
import static dev.muster.engine.store.StoreFixture.open;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.engine.event.SessionId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A journal that somebody deleted, or of which nothing but an empty file is left. */
class GoneJournalTest {
  private static final SessionId SESSION = new SessionId("ssession00");

  @TempDir Path home;
  private DataFolder folder;

  @BeforeEach
  void use() throws Exception {
    folder = DataFolder.at(home);
    try (Store store = open(folder)) {
      store.journal().append(SESSION, 0, created("Session", "shop")).join();
    }
  }

  private void lose() throws IOException {
    for (String part : List.of("", "-wal", "-shm")) {
      Files.deleteIfExists(folder.data().resolve("muster.db" + part));
    }
  }

  @Test
  void a_deleted_journal_comes_back_from_its_backup_and_that_is_told() throws Exception {
    new Backups(folder, Clock.systemUTC()).make(Backup.Why.ASKED, Backups.Pace.FAST);
    lose();
    assertThat(folder.hasJournal()).isTrue();
    try (Store store = open(folder)) {
      assertThat(store.rescued())
          .hasValueSatisfying(
              told ->
                  assertThat(told.sentence())
                      .contains("is gone or empty", "1 event of 1 session", "from backups"));
      assertThat(store.journal().sessions())
          .singleElement()
          .matches(row -> row.id().equals(SESSION));
    }
  }

  @Test
  void an_empty_file_without_a_backup_is_told_as_well() throws Exception {
    folder.createSessionFolder(SESSION);
    for (Backup one : new Backups(folder, Clock.systemUTC()).all()) {
      Files.delete(one.file());
    }
    lose();
    Files.createFile(folder.database());
    try (Store store = open(folder)) {
      assertThat(store.rescued())
          .hasValueSatisfying(told -> assertThat(told.sentence()).contains("is gone or empty"));
      assertThat(store.journal().position()).isZero();
    }
    try (Store store = open(folder)) {
      assertThat(store.rescued()).as("it is told once").isEmpty();
    }
  }

  @Test
  void a_journal_that_is_there_and_a_folder_that_is_new_are_no_loss() throws Exception {
    assertThat(GoneJournal.isGone(folder)).isFalse();
    DataFolder other = DataFolder.at(home.resolve("other")).create();
    assertThat(GoneJournal.isGone(other)).isFalse();
    assertThat(other.hasJournal()).isFalse();
  }
}
