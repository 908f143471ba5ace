package dev.muster.engine.store;

import static dev.muster.engine.store.StoreFixture.ONE;
import static dev.muster.engine.store.StoreFixture.TWO;
import static dev.muster.engine.store.StoreFixture.await;
import static dev.muster.engine.store.StoreFixture.said;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.engine.event.Recorded;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.store.StoreFixture.Collector;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SubscriptionTest {
  private static final int PRODUCERS = 9;
  private static final int EACH = 3_000;

  @TempDir Path home;
  Store store;
  Journal journal;

  @BeforeEach
  void opened() throws StoreException {
    store = StoreFixture.open(DataFolder.at(home));
    journal = store.journal();
  }

  @AfterEach
  void closed() {
    store.close();
  }

  private static SessionId session(int producer) {
    return new SessionId("sproducer" + producer);
  }

  private List<Thread> produce() {
    List<Thread> producers = new ArrayList<>();
    for (int p = 0; p < PRODUCERS; p++) {
      SessionId session = session(p);
      producers.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    for (int n = 1; n <= EACH; n++) {
                      journal.append(session, 0, said("n" + n));
                    }
                  }));
    }
    return producers;
  }

  private static void join(List<Thread> threads) throws InterruptedException {
    for (Thread thread : threads) {
      thread.join();
    }
  }

  /** So slow that its mailbox overflows again and again. */
  static final class Slow extends Collector {
    @Override
    public void committed(List<Recorded> batch) {
      super.committed(batch);
      Thread.onSpinWait();
      try {
        Thread.sleep(20);
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Test
  void under_9_producers_nobody_sees_a_gap_a_double_or_another_order() throws Exception {
    for (int n = 0; n < 2_500; n++) {
      journal.append(session(0), 0, said("before"));
    }
    Collector early = new Collector();
    journal.subscribeAll(0, early);
    List<Thread> producers = produce();
    // Joins while it is at its busiest, one per producer and one that is slow.
    List<Collector> late = new ArrayList<>();
    for (int p = 0; p < PRODUCERS; p++) {
      Collector collector = new Collector();
      late.add(collector);
      journal.subscribe(session(p), 1, collector);
    }
    Slow slow = new Slow();
    journal.subscribeAll(0, slow);
    Collector middle = new Collector();
    long from = journal.position();
    journal.subscribeAll(from, middle);
    join(producers);
    journal.flush();
    int total = PRODUCERS * EACH + 2_500;
    await(() -> early.events.size() == total && slow.events.size() == total);
    await(() -> middle.events.size() == total - from);

    List<Recorded> replayed = StoreFixture.all(journal);
    assertThat(early.events).isEqualTo(replayed);
    assertThat(slow.events).isEqualTo(replayed);
    assertThat(middle.events).isEqualTo(replayed.subList((int) from, total));
    for (int p = 0; p < PRODUCERS; p++) {
      SessionId session = session(p);
      List<Recorded> story =
          replayed.stream().filter(event -> event.session().equals(session)).toList();
      Collector collector = late.get(p);
      await(() -> collector.events.size() >= story.size());
      assertThat(collector.events).isEqualTo(story);
      assertThat(collector.caughtUp).isEqualTo(1);
    }
  }

  @Test
  void a_listener_that_does_not_return_holds_nobody_up_and_catches_up_by_reading()
      throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    Collector stuck =
        new Collector() {
          @Override
          public void committed(List<Recorded> batch) {
            super.committed(batch);
            try {
              go.await();
            } catch (InterruptedException stopped) {
              Thread.currentThread().interrupt();
            }
          }
        };
    journal.append(ONE, 0, said("first")).join();
    journal.subscribe(ONE, 1, stuck);
    await(() -> stuck.events.size() == 1);
    Collector other = new Collector();
    journal.subscribe(ONE, 1, other);
    for (int n = 0; n < 20_000; n++) {
      journal.append(ONE, 0, said("n" + n));
    }
    journal.flush();
    await(() -> other.events.size() == 20_001);
    assertThat(stuck.events).hasSize(1);

    go.countDown();

    await(() -> stuck.events.size() == 20_001);
    assertThat(stuck.events).isEqualTo(other.events);
  }

  @Test
  void it_begins_where_it_is_told_to_and_hears_of_no_other_session() throws Exception {
    for (int n = 1; n <= 10; n++) {
      journal.append(ONE, 0, said("n" + n));
      journal.append(TWO, 0, said("other"));
    }
    journal.flush();
    Collector collector = new Collector();
    journal.subscribe(ONE, 7, collector);
    await(() -> collector.caughtUp == 1);
    assertThat(collector.events).extracting(Recorded::seq).containsExactly(7L, 8L, 9L, 10L);

    journal.append(ONE, 1, said("live"));
    journal.append(TWO, 1, said("other"));
    await(() -> collector.events.size() == 5);
    assertThat(collector.events.getLast().event()).isEqualTo(said("live"));
  }

  @Test
  void after_closing_no_call_begins_even_when_closed_from_inside() throws Exception {
    AtomicReference<Subscription> self = new AtomicReference<>();
    AtomicInteger calls = new AtomicInteger();
    CountDownLatch subscribed = new CountDownLatch(1);
    self.set(
        journal.subscribe(
            ONE,
            1,
            batch -> {
              calls.incrementAndGet();
              try {
                subscribed.await();
              } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
              }
              self.get().close();
            }));
    subscribed.countDown();
    Collector witness = new Collector();
    journal.subscribe(ONE, 1, witness);
    for (int n = 1; n <= 50; n++) {
      journal.append(ONE, 0, said("n" + n)).join();
    }
    await(() -> witness.events.size() == 50);

    assertThat(calls).hasValue(1);
  }

  @Test
  void a_listener_that_throws_is_told_what_comes_next() throws Exception {
    Collector collector =
        new Collector() {
          @Override
          public void committed(List<Recorded> batch) {
            super.committed(batch);
            throw new IllegalStateException("a bug in a pane");
          }
        };
    journal.subscribe(ONE, 1, collector);
    journal.append(ONE, 0, said("one")).join();
    await(() -> collector.events.size() == 1);
    journal.append(ONE, 0, said("two")).join();

    await(() -> collector.events.size() == 2);
  }
}
