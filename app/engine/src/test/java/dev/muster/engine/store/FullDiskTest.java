package dev.muster.engine.store;

import static dev.muster.engine.store.StoreFixture.ONE;
import static dev.muster.engine.store.StoreFixture.await;
import static dev.muster.engine.store.StoreFixture.said;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.engine.event.Recorded;
import dev.muster.engine.store.StoreFixture.Collector;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FullDiskTest {
  @TempDir Path home;
  SqliteStore store;
  Journal journal;

  @BeforeEach
  void opened() throws StoreException {
    store = SqliteStore.open(DataFolder.at(home), Clock.systemUTC());
    journal = store.journal();
  }

  @AfterEach
  void closed() {
    store.close();
  }

  private void writerDoes(String sql) {
    store
        .writer()
        .run(
            connection -> {
              Database.execute(connection, sql);
              return true;
            });
  }

  @Test
  void on_a_full_disk_the_journal_stops_and_what_it_answered_for_is_there() throws Exception {
    Collector listener = new Collector();
    journal.subscribeAll(0, listener);
    writerDoes("pragma max_page_count = 200");

    List<CompletableFuture<Recorded>> answers = new ArrayList<>();
    for (int n = 1; n <= 30_000; n++) {
      answers.add(journal.append(ONE, 0, said("event number " + n)));
    }
    int kept = 0;
    for (CompletableFuture<Recorded> answer : answers) {
      if (answer.handle((recorded, failed) -> failed == null).join()) {
        kept++;
      } else {
        break;
      }
    }

    // Not one from the middle is missing, and none came after the first that failed.
    assertThat(kept).isBetween(1, 29_999);
    for (CompletableFuture<Recorded> answer : answers.subList(kept, answers.size())) {
      assertThatThrownBy(answer::join).hasCauseInstanceOf(JournalException.class);
    }
    List<Recorded> stored = StoreFixture.all(journal);
    assertThat(stored).hasSize(kept);
    assertThat(stored).isEqualTo(answers.subList(0, kept).stream().map(f -> f.join()).toList());
    assertThat(journal.failure())
        .contains("disk is full", "is kept and can be read", "free some space");
    await(() -> listener.stops.size() == 1);
    assertThat(listener.stops.getFirst()).isEqualTo(journal.failure());
    assertThat(listener.events).isEqualTo(stored);
    assertThatThrownBy(() -> journal.flush())
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("disk is full");
    assertThatThrownBy(() -> store.projects().opened("p", "p", home))
        .isInstanceOf(JournalException.class);

    // Whoever comes later is told, too.
    Collector late = new Collector();
    journal.subscribe(ONE, 1, late);
    await(() -> late.stops.size() == 1);
    assertThat(late.events).hasSize(kept);

    store.close();
    store = SqliteStore.open(DataFolder.at(home), Clock.systemUTC());
    journal = store.journal();
    assertThat(journal.check()).isEmpty();
    assertThat(journal.append(ONE, 0, said("goes on")).join().seq()).isEqualTo(kept + 1);
  }

  @Test
  void a_group_is_not_written_in_part() throws Exception {
    writerDoes("pragma max_page_count = 60");
    String big = "x".repeat(50_000);
    CompletableFuture<List<Recorded>> group =
        journal.appendAll(ONE, 0, List.of(said("small"), said(big), said(big), said(big)));
    for (int n = 0; n < 20; n++) {
      group = journal.appendAll(ONE, 0, List.of(said("small"), said(big), said(big), said(big)));
    }
    CompletableFuture<List<Recorded>> last = group;

    assertThatThrownBy(last::join).hasCauseInstanceOf(JournalException.class);
    assertThat(StoreFixture.all(journal).size() % 4).isZero();
  }

  @Test
  void a_file_that_became_read_only_stops_the_journal_with_what_to_do() {
    journal.append(ONE, 0, said("before")).join();
    writerDoes("pragma query_only = true");

    CompletableFuture<Recorded> refused = journal.append(ONE, 0, said("after"));

    assertThatThrownBy(refused::join)
        .hasCauseInstanceOf(JournalException.class)
        .hasMessageContaining("read-only")
        .hasMessageContaining("make it writable");
    assertThat(StoreFixture.all(journal)).hasSize(1);
  }
}
