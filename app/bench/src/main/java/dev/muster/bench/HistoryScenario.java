package dev.muster.bench;

import dev.muster.engine.event.SessionId;
import dev.muster.engine.session.SessionReplay;
import dev.muster.engine.store.DataFolder;
import dev.muster.engine.store.Search;
import dev.muster.engine.store.SearchAsk;
import dev.muster.engine.store.SearchFound;
import dev.muster.engine.store.Store;
import dev.muster.engine.store.Stories;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/** Whether two years of work stay as quick to search, read and replay as a day of it. */
final class HistoryScenario implements Scenario {
  private static final String FIND = "History of 2 000 sessions and 2 000 000 events: find";
  private static final String READ = "The same: read and replay";
  private static final String KEEP = "The same: start and size";
  private static final int ROUNDS = 30;
  private static final int WARM = 5;
  private static final int STARTS = 3;

  /** A start looks for so long at a large journal that was closed in order, and reads some more. */
  private static final double SOUNDNESS_MILLIS = 60;

  private static final double PAGE_MILLIS = 50;

  private static final List<String> QUERIES =
      List.of(
          "ECONNREFUSED",
          "order",
          "error timeout",
          "\"error timeout\"",
          "cust*",
          "con*",
          "order -customer",
          "kind:prompt retry",
          "project:shop-backend result:merged connection",
          "after:30d failed",
          "file:src retry",
          "",
          "agent:Codex cost:>0.05",
          "zebrafish");

  @Override
  public List<Figure> measure(Path folder) throws Exception {
    History history =
        History.in(Path.of(System.getProperty("bench.run")).resolveSibling("history"));
    List<Figure> figures = new ArrayList<>();
    opening(folder, history, figures);
    start(folder.resolve("fresh"), history.home(), figures);
    try (Store store = Store.open(history.folder(), Clock.systemUTC())) {
      store.search().catchUp();
      find(store.search(), figures);
      read(store, figures);
      replay(store.stories(), figures);
    }
    size(history, figures);
    return figures;
  }

  private static void find(Search search, List<Figure> figures) {
    for (String query : QUERIES) {
      SearchFound[] last = new SearchFound[1];
      double millis = p95(n -> last[0] = search.ask(SearchAsk.of(query)));
      figures.add(
          Figure.atMost(FIND, "first page of " + shown(query), millis, PAGE_MILLIS, " ms")
              .noted("p95; " + told(last[0])));
    }
    for (SearchAsk.Sort sort : SearchAsk.Sort.values()) {
      double millis = p95(n -> search.ask(SearchAsk.of("connection").by(sort)));
      boolean counts = sort == SearchAsk.Sort.HITS;
      String what = "first page of connection by " + sort.name().toLowerCase(java.util.Locale.ROOT);
      figures.add(
          counts
              ? Figure.told(FIND, what, Figure.number(millis) + " ms").noted("counts every hit")
              : Figure.atMost(FIND, what, millis, PAGE_MILLIS, " ms").noted("p95"));
    }
    String typed = "connection timeout";
    Spread keys = new Spread();
    for (int round = 0; round < 4; round++) {
      for (int n = 1; n <= typed.length(); n++) {
        long from = System.nanoTime();
        search.ask(SearchAsk.of(typed.substring(0, n)).asTyped());
        keys.add((System.nanoTime() - from) / 1e6);
      }
    }
    figures.add(
        Figure.atMost(FIND, "a page at each key typed", keys.percentile(95), PAGE_MILLIS, " ms")
            .noted("p95; " + typed));
    double all = p95(n -> search.ask(SearchAsk.of("order").counted()));
    figures.add(
        Figure.told(FIND, "every hit of order counted", Figure.number(all) + " ms").noted("p95"));
  }

  private static void read(Store store, List<Figure> figures) {
    Stories stories = store.stories();
    SessionId monster = History.MONSTER;
    atMost(figures, "open a session at its end", 50, n -> stories.tail(some(n), 200));
    atMost(figures, "open the monster at its end", 50, n -> stories.tail(monster, 200));
    atMost(
        figures,
        "open the monster somewhere",
        50,
        n -> stories.around(monster, 1 + n * 15_013L % History.MONSTER_EVENTS, 200));
    atMost(figures, "outline of the monster", 50, n -> stories.turns(monster));
    atMost(figures, "files of the monster", 50, n -> stories.files(monster));
    atMost(
        figures, "its last 200 commands", 50, n -> stories.commands(monster, Long.MAX_VALUE, 200));
    atMost(
        figures,
        "from a hit to its place in the story",
        50,
        n -> {
          Search.Hit hit = store.search().find(Search.Query.of("retry")).hits().get(n % 50);
          stories.around(hit.session(), hit.seq(), 200);
        });
  }

  private static void replay(Stories stories, List<Figure> figures) {
    long end = History.MONSTER_EVENTS;
    SessionReplay replay = new SessionReplay(stories, History.MONSTER, end);
    long from = System.nanoTime();
    replay.at(end);
    double first = (System.nanoTime() - from) / 1e6;
    figures.add(
        Figure.atMost(READ, "the monster's state at its end, the first time", first, 3_000, " ms")
            .noted("a fold of all its events"));
    atMost(figures, "its state anywhere, after that", 150, n -> replay.at(1 + n * 77_003L % end));
    atMost(figures, "the state of a session at its middle", 50, middle(stories));
  }

  private static IntConsumer middle(Stories stories) {
    return n -> new SessionReplay(stories, some(n), 1_000).at(300);
  }

  private static void opening(Path folder, History history, List<Figure> figures) {
    Spread empty = new Spread();
    Spread full = new Spread();
    for (int round = -1; round < 5; round++) {
      double bare = open(DataFolder.at(folder.resolve("empty")));
      double own = open(history.folder());
      if (round >= 0) {
        empty.add(bare);
        full.add(own);
      }
    }
    figures.add(
        Figure.besideAtMost(
                KEEP,
                "open the store",
                full.median(),
                empty.median() + SOUNDNESS_MILLIS,
                " ms",
                1.3)
            .noted("peer: an empty one, and the time in which a large one is looked at"));
  }

  /** The whole app, where there is a screen to see it on. */
  private static void start(Path fresh, Path history, List<Figure> figures) throws Exception {
    String pixels = System.getProperty("bench.screen");
    if (pixels == null || !Files.exists(Path.of(pixels))) {
      return;
    }
    FrameBuffer screen = FrameBuffer.open(Path.of(pixels));
    Spread empty = new Spread();
    Spread full = new Spread();
    // The first round brings the files into memory, and makes the empty home.
    for (int round = 0; round <= STARTS; round++) {
      double bare = painted(fresh, screen);
      double own = painted(history, screen);
      if (round > 0) {
        empty.add(bare);
        full.add(own);
      }
    }
    figures.add(
        Figure.besideAtMost(
                KEEP, "start to the whole window", full.median(), empty.median(), " ms", 1.2)
            .noted("peer: without any session"));
  }

  private static double painted(Path home, FrameBuffer screen) throws Exception {
    try (StartedApp app = StartedApp.start("dev.muster.desktop.Main", home, List.of())) {
      return app.painted(screen).whole();
    }
  }

  private static double open(DataFolder folder) {
    long from = System.nanoTime();
    try (Store store = Store.open(folder, Clock.systemUTC())) {
      store.journal().openSessions();
      return (System.nanoTime() - from) / 1e6;
    } catch (dev.muster.engine.store.StoreException failed) {
      throw new IllegalStateException(failed);
    }
  }

  private static void size(History history, List<Figure> figures) throws IOException {
    double events = History.EVENTS;
    double packed = history.gzipBytes() / events;
    double journal = Files.size(history.folder().database()) / events;
    double index = Files.size(history.folder().searchIndex()) / events;
    figures.add(
        Figure.besideAtMost(KEEP, "journal, bytes per event", journal, packed, " B", 6)
            .noted("peer: the same as JSON lines in gzip"));
    figures.add(
        Figure.besideAtMost(KEEP, "index, bytes per event", index, packed, " B", 3)
            .noted("the same peer; it can be made again"));
  }

  private static void atMost(List<Figure> figures, String what, double limit, IntConsumer work) {
    figures.add(Figure.atMost(READ, what, p95(work), limit, " ms").noted("p95"));
  }

  private static double p95(IntConsumer work) {
    Spread times = new Spread();
    for (int round = -WARM; round < ROUNDS; round++) {
      long from = System.nanoTime();
      work.accept(Math.max(0, round));
      if (round >= 0) {
        times.add((System.nanoTime() - from) / 1e6);
      }
    }
    return times.percentile(95);
  }

  private static SessionId some(int number) {
    return History.id(number * 61 % History.SESSIONS);
  }

  private static String shown(String query) {
    return query.isEmpty() ? "all sessions" : query;
  }

  private static String told(SearchFound found) {
    return found.sessions()
        + " sessions, "
        + found.hits()
        + " hits"
        + (found.complete() ? "" : " at least");
  }
}
