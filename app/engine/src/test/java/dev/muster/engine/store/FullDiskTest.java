package dev.muster.engine.store;

import static dev.muster.engine.store.StoreFixture.ONE;
import static dev.muster.engine.store.StoreFixture.await;
import static dev.muster.engine.store.StoreFixture.said;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.engine.event.Recorded;
import dev.muster.engine.store.StoreFixture.Collector;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
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

  /** SQLite guards a connection by a lock of its own, so the test may speak through it. */
  private Connection writersConnection() {
    return store.writer().connection();
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

  /** Waits until it holds; gives what is told then. */
  private Storing.Held held() throws InterruptedException {
    await(() -> journal.storing() instanceof Storing.Held);
    return (Storing.Held) journal.storing();
  }

  @Test
  void on_a_full_disk_the_journal_holds_and_goes_on_by_itself_when_there_is_room()
      throws Exception {
    Collector listener = new Collector();
    journal.subscribeAll(0, listener);
    List<Storing> told = new CopyOnWriteArrayList<>();
    journal.onStoring(told::add);
    writerDoes("pragma max_page_count = 200");

    List<CompletableFuture<Recorded>> answers = new ArrayList<>();
    for (int n = 1; n <= 8_000; n++) {
      answers.add(journal.append(ONE, 0, said("event number " + n + " ".repeat(200))));
    }
    Storing.Held held = held();
    assertThat(held.cause()).isEqualTo(Storing.Cause.DISK_FULL);
    assertThat(held.sentence()).contains("is full", "is kept", "Free some space", "by itself");
    assertThat(held.bytesWaiting()).isPositive();
    assertThat(held.bytesNeeded()).isGreaterThan(held.bytesWaiting());
    int kept = StoreFixture.all(journal).size();
    assertThat(kept).isBetween(1, 7_999);
    // Whoever wants an answer at once gets one.
    assertThatThrownBy(() -> journal.flush())
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("is full");
    assertThatThrownBy(() -> store.projects().opened("p", "p", home))
        .isInstanceOf(JournalException.class);
    assertThat(journal.failure()).isNull();

    Database.execute(writersConnection(), "pragma max_page_count = 1000000");
    journal.tryAgain();

    List<Recorded> acknowledged = answers.stream().map(CompletableFuture::join).toList();
    assertThat(StoreFixture.all(journal)).isEqualTo(acknowledged).hasSize(8_000);
    await(() -> listener.events.size() == 8_000);
    assertThat(listener.events).isEqualTo(acknowledged);
    assertThat(listener.stops).isEmpty();
    await(() -> told.size() == 3);
    assertThat(told)
        .extracting(state -> state.getClass().getSimpleName())
        .containsExactly("Fine", "Held", "Fine");
    store.projects().opened("p", "p", home);
    assertThat(journal.session(ONE).orElseThrow().events()).isEqualTo(8_000);
    assertThat(journal.check()).isEmpty();
  }

  @Test
  void whoever_closes_muster_does_not_wait_for_a_disk() throws Exception {
    Collector listener = new Collector();
    journal.subscribeAll(0, listener);
    journal.append(ONE, 0, said("before")).join();
    writerDoes("pragma query_only = true");
    CompletableFuture<Recorded> waiting = journal.append(ONE, 0, said("waiting"));
    held();

    journal.stopHolding();

    assertThatThrownBy(waiting::join)
        .hasCauseInstanceOf(JournalException.class)
        .hasMessageContaining("read-only");
    assertThatThrownBy(() -> journal.append(ONE, 0, said("late")).join())
        .hasCauseInstanceOf(JournalException.class);
    assertThat(journal.failure()).contains("is kept and can be read");
    assertThat(journal.storing()).isEqualTo(new Storing.Ended(journal.failure()));
    await(() -> listener.stops.size() == 1);
    assertThat(listener.stops.getFirst()).isEqualTo(journal.failure());

    // Whoever comes later is told, too.
    Collector late = new Collector();
    journal.subscribe(ONE, 1, late);
    await(() -> late.stops.size() == 1);
    assertThat(late.events).hasSize(1);

    store.close();
    store = SqliteStore.open(DataFolder.at(home), Clock.systemUTC());
    journal = store.journal();
    assertThat(journal.check()).isEmpty();
    assertThat(journal.append(ONE, 0, said("goes on")).join().seq()).isEqualTo(2);
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
    held();

    assertThat(StoreFixture.all(journal).size() % 4).isZero();
    store.close();

    assertThatThrownBy(last::join).hasCauseInstanceOf(JournalException.class);
    store = SqliteStore.open(DataFolder.at(home), Clock.systemUTC());
    assertThat(StoreFixture.all(store.journal()).size() % 4).isZero();
  }

  @Test
  void a_file_that_became_read_only_holds_the_journal_until_it_can_be_written_again()
      throws Exception {
    journal.append(ONE, 0, said("before")).join();
    writerDoes("pragma query_only = true");

    CompletableFuture<Recorded> answer = journal.append(ONE, 0, said("after"));

    Storing.Held held = held();
    assertThat(held.cause()).isEqualTo(Storing.Cause.READ_ONLY);
    assertThat(held.sentence()).contains("read-only", "Make it writable");
    assertThat(answer).isNotDone();
    assertThat(StoreFixture.all(journal)).hasSize(1);

    Database.execute(writersConnection(), "pragma query_only = false");

    assertThat(answer.join().seq()).isEqualTo(2);
    await(() -> journal.storing() instanceof Storing.Fine);
  }

  @Test
  void a_failure_that_cannot_pass_ends_the_journal() {
    writerDoes("drop table session");

    CompletableFuture<Recorded> answer = journal.append(ONE, 0, said("after"));

    assertThatThrownBy(answer::join).hasCauseInstanceOf(JournalException.class);
    assertThat(journal.storing()).isInstanceOf(Storing.Ended.class);
    assertThat(journal.failure()).contains("nothing new is stored");
  }
}
