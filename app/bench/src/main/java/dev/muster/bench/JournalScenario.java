package dev.muster.bench;

import dev.muster.engine.event.EventJson;
import dev.muster.engine.event.SessionEvent;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.store.DataFolder;
import dev.muster.engine.store.Journal;
import dev.muster.engine.store.Store;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

/** How fast nine sessions can write the journal, beside raw SQLite, and how fast it is replayed. */
final class JournalScenario implements Scenario {
  private static final String NAME = "Journal";
  private static final int PRODUCERS = 9;
  private static final int EVENTS_EACH = 20_000;
  private static final int ROUNDS = 3;

  /** A paced run: as many events a second as nine busy sessions make, for so long. */
  private static final int PACED_PER_SECOND = 1_000;

  private static final int PACED_SECONDS = 6;

  private final List<List<SessionEvent>> events = new ArrayList<>();
  private final List<List<RawInserts.Row>> rows = new ArrayList<>();

  JournalScenario() {
    EventJson json = new EventJson();
    for (int p = 0; p < PRODUCERS; p++) {
      SampleEvents sample = new SampleEvents(p);
      List<SessionEvent> own = new ArrayList<>();
      List<RawInserts.Row> ownRows = new ArrayList<>();
      for (int n = 1; n <= EVENTS_EACH; n++) {
        SessionEvent event = sample.next();
        own.add(event);
        ownRows.add(
            new RawInserts.Row(session(p).value(), n, EventJson.kind(event), json.write(event)));
      }
      events.add(own);
      rows.add(ownRows);
    }
  }

  @Override
  public List<Figure> measure(Path folder) throws Exception {
    double total = PRODUCERS * EVENTS_EACH;
    Spread raw = new Spread();
    Spread own = new Spread();
    Spread replay = new Spread();
    // The first round warms both up and does not count.
    for (int round = 0; round <= ROUNDS; round++) {
      double rawRate = total / RawInserts.seconds(folder.resolve("raw-" + round + ".db"), rows);
      try (Store store = open(folder.resolve("store-" + round))) {
        double ownRate = total / append(store.journal());
        awaitIndex(store);
        double replayRate = total / replay(store.journal());
        if (round > 0) {
          raw.add(rawRate);
          own.add(ownRate);
          replay.add(replayRate);
        }
      }
    }
    List<Figure> figures = new ArrayList<>();
    figures.add(
        Figure.besideAtLeast(
                NAME, "append, 9 producers", own.median(), raw.median(), " events/s", 0.8)
            .noted("peer: raw batched inserts into the same table"));
    figures.add(
        Figure.atLeast(NAME, "replay, all sessions", replay.median(), 500_000, " events/s"));
    paced(folder.resolve("paced"), figures);
    return figures;
  }

  private double append(Journal journal) throws InterruptedException {
    AtomicLong seen = new AtomicLong();
    try (var _ = journal.subscribeAll(0, new Counting(seen))) {
      long start = System.nanoTime();
      List<Thread> threads = new ArrayList<>();
      for (int p = 0; p < PRODUCERS; p++) {
        SessionId session = session(p);
        List<SessionEvent> own = events.get(p);
        threads.add(
            Thread.ofPlatform()
                .start(
                    () -> {
                      CompletableFuture<?> last = CompletableFuture.completedFuture(null);
                      for (SessionEvent event : own) {
                        last = journal.append(session, 1, event);
                      }
                      last.join();
                    }));
      }
      for (Thread thread : threads) {
        thread.join();
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      if (journal.position() != (long) PRODUCERS * EVENTS_EACH) {
        throw new IllegalStateException("The journal holds " + journal.position() + " events.");
      }
      return seconds;
    }
  }

  private static double replay(Journal journal) {
    long[] count = new long[1];
    long start = System.nanoTime();
    journal.replayAll(_ -> count[0]++);
    double seconds = (System.nanoTime() - start) / 1e9;
    if (count[0] != (long) PRODUCERS * EVENTS_EACH) {
      throw new IllegalStateException("The replay gave " + count[0] + " events.");
    }
    return seconds;
  }

  /** At an everyday rate: how long until an event is stored, and how far behind the index is. */
  private void paced(Path folder, List<Figure> figures) throws Exception {
    Spread latency = new Spread();
    try (Store store = open(folder)) {
      Journal journal = store.journal();
      IndexLag lag = new IndexLag(store);
      List<CompletableFuture<?>> open = new ArrayList<>();
      long start = System.nanoTime();
      for (int n = 0; n < PACED_PER_SECOND * PACED_SECONDS; n++) {
        Pace.until(start + n * 1_000_000_000L / PACED_PER_SECOND);
        int p = n % PRODUCERS;
        long from = System.nanoTime();
        open.add(
            journal
                .append(session(p), 1, events.get(p).get(n / PRODUCERS))
                .thenRun(
                    () -> {
                      double millis = (System.nanoTime() - from) / 1e6;
                      synchronized (latency) {
                        latency.add(millis);
                      }
                    }));
        if (n % 20 == 0) {
          lag.look();
        }
      }
      CompletableFuture.allOf(open.toArray(CompletableFuture[]::new)).join();
      while (lag.look() > 0) {
        Pace.until(System.nanoTime() + 5_000_000);
      }
      figures.add(
          Figure.told(
              NAME,
              "stored after, at 1 000 events/s",
              "p50 %s ms, p99 %s ms"
                  .formatted(
                      Figure.number(latency.percentile(50)),
                      Figure.number(latency.percentile(99)))));
      figures.add(
          Figure.atMost(NAME, "full-text index behind, at most", lag.worstSeconds(), 1, " s"));
    }
  }

  private static void awaitIndex(Store store) {
    while (store.search().behind() > 0) {
      Pace.until(System.nanoTime() + 20_000_000);
    }
  }

  private static Store open(Path home) throws Exception {
    return Store.open(DataFolder.at(home), Clock.systemUTC());
  }

  private static SessionId session(int producer) {
    return new SessionId("sbench0000" + producer);
  }
}
