package dev.muster.bench;

import dev.muster.engine.event.SessionId;
import dev.muster.engine.store.DataFolder;
import dev.muster.engine.store.Journal;
import dev.muster.engine.store.SearchAsk;
import dev.muster.engine.store.Store;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** How fast the first page of a search comes when the journal holds a million events. */
final class SearchScenario implements Scenario {
  private static final String NAME = "Search, 1 000 000 events";
  private static final int EVENTS = 1_000_000;
  private static final int GROUP = 500;
  private static final int SESSIONS = 200;
  private static final int ROUNDS = 30;
  private static final List<String> QUERIES =
      List.of("order", "order stock limit", "\"passed failed\"", "cust*", "unicorn");

  @Override
  public List<Figure> measure(Path folder) throws Exception {
    List<Figure> figures = new ArrayList<>();
    try (Store store = Store.open(DataFolder.at(folder), Clock.systemUTC())) {
      long start = System.nanoTime();
      fill(store.journal());
      while (store.search().behind() > 0) {
        Pace.until(System.nanoTime() + 50_000_000);
      }
      double rate = EVENTS / ((System.nanoTime() - start) / 1e9);
      figures.add(Figure.told(NAME, "stored and indexed", Figure.number(rate) + " events/s"));
      for (String query : QUERIES) {
        Spread times = new Spread();
        SearchAsk asked = SearchAsk.of(query);
        for (int round = -3; round < ROUNDS; round++) {
          long from = System.nanoTime();
          store.search().ask(asked);
          if (round >= 0) {
            times.add((System.nanoTime() - from) / 1e6);
          }
        }
        figures.add(
            Figure.atMost(NAME, "first page of " + query, times.percentile(95), 20, " ms")
                .noted("p95"));
      }
    }
    return figures;
  }

  private static void fill(Journal journal) {
    List<SampleEvents> samples = new ArrayList<>();
    for (int s = 0; s < SESSIONS; s++) {
      samples.add(new SampleEvents(s));
    }
    for (int n = 0; n < EVENTS / GROUP; n++) {
      int s = n % SESSIONS;
      List<dev.muster.engine.event.SessionEvent> group = new ArrayList<>(GROUP);
      for (int e = 0; e < GROUP; e++) {
        group.add(samples.get(s).next());
      }
      journal.appendAll(new SessionId("sbench%05d".formatted(s)), 1, group);
    }
    journal.flush();
  }
}
