package dev.muster.bench;

import dev.muster.bench.StartedApp.Painted;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How long the built app takes from its start to a whole window with nine sessions in it, beside a
 * bare JavaFX window started the same way, and what it takes of the machine when nothing happens.
 */
final class StartScenario implements Scenario {
  private static final String START = "Start";
  private static final String IDLE = "Nine panes at rest";
  private static final String APP = "dev.muster.desktop.Main";
  private static final String BARE = BareWindow.class.getName();
  private static final int ROUNDS = 5;

  private static final long SETTLE_NANOS = 15_000_000_000L;
  private static final long IDLE_NANOS = 20_000_000_000L;

  @Override
  public List<Figure> measure(Path folder) throws Exception {
    Path home = folder.resolve("home");
    DemoHome.make(home);
    FrameBuffer screen = FrameBuffer.open(Path.of(System.getProperty("bench.screen")));
    List<Figure> figures = new ArrayList<>();
    beside("", screen, home, List.of(), List.of(), figures);
    Path appCache = train(APP, screen, home, folder.resolve("app.aot"));
    Path bareCache = train(BARE, screen, home, folder.resolve("bare.aot"));
    if (Files.exists(appCache) && Files.exists(bareCache)) {
      beside(", with an AOT cache", screen, home, cached(appCache), cached(bareCache), figures);
    }
    idle(screen, home, figures);
    return figures;
  }

  private static void beside(
      String how,
      FrameBuffer screen,
      Path home,
      List<String> app,
      List<String> bare,
      List<Figure> figures)
      throws Exception {
    Spread usable = new Spread();
    Spread whole = new Spread();
    Spread peer = new Spread();
    // The first round brings the files into memory.
    for (int round = 0; round <= ROUNDS; round++) {
      Painted own = once(APP, screen, home, app);
      Painted other = once(BARE, screen, home, bare);
      if (round > 0) {
        usable.add(own.usable());
        whole.add(own.whole());
        peer.add(other.whole());
      }
    }
    figures.add(
        Figure.besideAtMost(
                START, "start to a usable window" + how, usable.median(), peer.median(), " ms", 1.3)
            .noted("peer: a JavaFX window with one label"));
    figures.add(
        Figure.told(
            START, "start to nine whole panes" + how, Figure.number(whole.median()) + " ms"));
  }

  private static Painted once(String main, FrameBuffer screen, Path home, List<String> options)
      throws Exception {
    try (StartedApp app = StartedApp.start(main, home, options)) {
      return app.painted(screen);
    }
  }

  private static Path train(String main, FrameBuffer screen, Path home, Path cache)
      throws Exception {
    once(main, screen, home, List.of("-XX:AOTCacheOutput=" + cache));
    return cache;
  }

  private static List<String> cached(Path cache) {
    return List.of("-XX:AOTCache=" + cache);
  }

  private static void idle(FrameBuffer screen, Path home, List<Figure> figures) throws Exception {
    try (StartedApp app = StartedApp.start(APP, home, List.of())) {
      app.painted(screen);
      figures.add(Figure.atMost(IDLE, "processor, of one core", percent(app), 1, " %"));
      figures.add(Figure.atMost(IDLE, "memory (RSS)", app.residentMb(), 350, " MB"));
      figures.add(Figure.atMost(IDLE, "heap after GC", app.heapAfterGcMb(), 120, " MB"));
    }
    try (StartedApp bare = StartedApp.start(BARE, home, List.of())) {
      bare.painted(screen);
      figures.add(
          Figure.told(IDLE, "a bare window's processor", Figure.number(percent(bare)) + " %"));
    }
  }

  private static double percent(StartedApp app) throws Exception {
    Pace.until(System.nanoTime() + SETTLE_NANOS);
    double cpu = app.cpuSeconds();
    long from = System.nanoTime();
    Pace.until(from + IDLE_NANOS);
    return (app.cpuSeconds() - cpu) / ((System.nanoTime() - from) / 1e9) * 100;
  }
}
