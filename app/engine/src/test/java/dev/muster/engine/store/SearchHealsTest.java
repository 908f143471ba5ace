package dev.muster.engine.store;

import static dev.muster.engine.store.StoreFixture.ONE;
import static dev.muster.engine.store.StoreFixture.said;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.engine.event.SessionEvent;
import dev.muster.engine.store.Search.Query;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What happens to the search index while Muster runs. */
@DisabledOnOs(OS.WINDOWS) // there nobody can take away an open file
class SearchHealsTest {
  @TempDir Path home;
  DataFolder folder;
  Store store;
  final List<String> remarks = new CopyOnWriteArrayList<>();

  @BeforeEach
  void opened() throws StoreException {
    folder = DataFolder.at(home);
    store = StoreFixture.open(folder);
    store.onRemark(remarks::add);
  }

  @AfterEach
  void closed() {
    store.close();
  }

  private void append(int events, String word) {
    List<SessionEvent> all = new ArrayList<>();
    for (int n = 0; n < events; n++) {
      all.add(said(word + " and number" + n + " of them"));
    }
    store.journal().appendAll(ONE, 1, all).join();
  }

  private int hits(String word) {
    return store.search().find(new Query(word, null, null, null, 200)).hits().size();
  }

  private boolean found(String word, int many) {
    try {
      return hits(word) == many;
    } catch (JournalException beingMadeAgain) {
      return false;
    }
  }

  private void whole() throws InterruptedException {
    StoreFixture.await(() -> remarks.stream().anyMatch(one -> one.contains("whole again")));
    assertThat(remarks.getFirst()).contains("made again from the journal");
    assertThat(store.rebuild().differences()).isEmpty();
    assertThat(store.journal().check()).isEmpty();
  }

  @Test
  void an_index_that_is_deleted_while_muster_runs_is_made_again_with_the_next_event()
      throws Exception {
    append(100, "needle");
    store.search().catchUp();
    assertThat(hits("needle")).isEqualTo(100);
    for (String part : List.of("", "-wal", "-shm")) {
      Files.delete(folder.data().resolve("search.db" + part));
    }

    append(1, "thread");

    StoreFixture.await(() -> found("thread", 1));
    StoreFixture.await(() -> found("needle", 100));
    whole();
    assertThat(folder.searchIndex()).isNotEmptyFile();
    store.close();
    store = StoreFixture.open(folder);
    assertThat(store.rescued()).isEmpty();
    assertThat(hits("needle")).isEqualTo(100);
    assertThat(store.search().behind()).isZero();
  }

  @Test
  void an_index_that_is_damaged_while_muster_runs_is_made_again_by_itself() throws Exception {
    append(3_000, "needle");
    store.search().catchUp();
    try (Connection other = Database.open(folder.searchIndex())) {
      Database.execute(other, "pragma wal_checkpoint(truncate)");
    }
    noise(folder.searchIndex());

    append(1, "thread");
    // Whoever searches meanwhile hears of it, or is answered already.
    StoreFixture.await(() -> found("thread", 1) && found("needle", 200));

    whole();
  }

  @Test
  void a_table_that_somebody_dropped_is_there_again() throws Exception {
    append(10, "needle");
    store.search().catchUp();
    try (Connection other = Database.open(folder.searchIndex())) {
      Database.execute(other, "drop table touched");
      Database.execute(other, "drop table turn");
    }

    append(1, "thread");

    StoreFixture.await(() -> found("needle", 10) && found("thread", 1));
    whole();
  }

  /** Over all pages but the first. */
  private static void noise(Path file) throws IOException {
    byte[] bytes = new byte[4_096];
    Random random = new Random(7);
    try (RandomAccessFile to = new RandomAccessFile(file.toFile(), "rw")) {
      for (long at = bytes.length; at < to.length(); at += bytes.length) {
        random.nextBytes(bytes);
        to.seek(at);
        to.write(bytes);
      }
    }
  }
}
