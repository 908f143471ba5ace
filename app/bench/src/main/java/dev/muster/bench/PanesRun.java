package dev.muster.bench;

import dev.muster.bench.ScreenWatch.Place;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import javafx.scene.Scene;

/**
 * Feeds nine places of a window that is on the virtual screen, looks at the screen, and says what
 * was seen.
 */
final class PanesRun {
  private static final int PLACES = 9;
  private static final long WARM_NANOS = 15_000_000_000L;
  private static final long MEASURE_NANOS = 10_000_000_000L;
  private static final long SETTLE_NANOS = 30_000_000_000L;

  /** What is allowed. */
  record Limits(double pulses, double updates, double ageMillis, double cores) {
    /** At 1,000 lines a second. */
    static final Limits USUAL = new Limits(50, 15, 120, 0.7);
  }

  /** Finds a place on the screen; JavaFX thread. */
  interface Finder {
    /** Empty while it shows no marked line. */
    Optional<Place> find(int place);
  }

  private final String name;
  private final Scene scene;
  private final Finder finder;
  private final FrameBuffer screen;
  private int first;

  PanesRun(String name, Scene scene, Finder finder) throws Exception {
    this.name = name;
    this.scene = scene;
    this.finder = finder;
    this.screen = FrameBuffer.open(Path.of(System.getProperty("bench.screen")));
  }

  /** Runs for a quarter of a minute. */
  List<Figure> at(int perSecond, LineFeed.Taker taker, boolean limited) throws Exception {
    AtomicLong pulses = new AtomicLong();
    Runnable counter = pulses::incrementAndGet;
    Fx.run(() -> scene.addPostLayoutPulseListener(counter));
    try (LineFeed feed = new LineFeed(PLACES, perSecond, first, taker);
        ScreenWatch watch = watch(feed)) {
      Pace.until(System.nanoTime() + WARM_NANOS);
      watch.count();
      long from = System.nanoTime();
      long pulsesBefore = pulses.get();
      long cpuBefore = Load.cpu() - feed.cpu() - watch.cpu();
      Pace.until(from + MEASURE_NANOS);
      double seconds = (System.nanoTime() - from) / 1e9;
      double cores = (Load.cpu() - feed.cpu() - watch.cpu() - cpuBefore) / 1e9 / seconds;
      double pulseRate = (pulses.get() - pulsesBefore) / seconds;
      double updates = watch.fewestUpdates() / seconds;
      Spread ages = watch.ages();
      double median = ages.percentile(50);
      double p99 = ages.percentile(99);
      int[] handed = feed.end();
      first = Arrays.stream(handed).max().orElse(first);
      String complete = complete(handed, watch);
      Fx.run(() -> scene.removePostLayoutPulseListener(counter));
      double late = feed.lateMillis();
      double heap = Load.heapAfterGc();
      String part = name + ", 9 × " + Figure.number(perSecond) + " lines/s";
      List<Figure> figures = new ArrayList<>();
      if (limited) {
        Limits limits = Limits.USUAL;
        figures.add(Figure.atMost(part, "age on the screen, p99", p99, limits.ageMillis, " ms"));
        figures.add(Figure.atLeast(part, "updates, slowest pane", updates, limits.updates, " /s"));
        figures.add(Figure.atLeast(part, "pulses", pulseRate, limits.pulses, " /s"));
        figures.add(Figure.atMost(part, "processor", cores, limits.cores, " cores"));
      } else {
        figures.add(Figure.atMost(part, "age on the screen, p99", p99, 250, " ms"));
        figures.add(Figure.told(part, "updates, slowest pane", Figure.number(updates) + " /s"));
        figures.add(Figure.told(part, "pulses", Figure.number(pulseRate) + " /s"));
        figures.add(Figure.told(part, "processor", Figure.number(cores) + " cores"));
      }
      figures.add(Figure.told(part, "age on the screen, p50", Figure.number(median) + " ms"));
      figures.add(Figure.told(part, "heap after GC", Figure.number(heap) + " MB"));
      figures.add(
          new Figure(
              part,
              "last line of every pane shown",
              complete.isEmpty() ? "yes" : complete,
              "",
              null,
              complete.isEmpty(),
              ""));
      if (late > 200) {
        figures.add(Figure.told(part, "feeding was late by at most", Figure.number(late) + " ms"));
      }
      return figures;
    }
  }

  private ScreenWatch watch(LineFeed feed) throws Exception {
    List<Place> places = new ArrayList<>();
    long end = System.nanoTime() + SETTLE_NANOS;
    for (int p = 0; p < PLACES; p++) {
      int place = p;
      Optional<Place> found = Fx.get(() -> finder.find(place));
      while (found.isEmpty()) {
        if (System.nanoTime() > end) {
          throw new IllegalStateException("Place " + place + " shows no marked line.");
        }
        Pace.until(System.nanoTime() + 50_000_000);
        found = Fx.get(() -> finder.find(place));
      }
      places.add(found.get());
    }
    return new ScreenWatch(screen, places, feed::made);
  }

  /** Waits until the last line of every place can be read; else says which could not. */
  private static String complete(int[] handed, ScreenWatch watch) {
    long end = System.nanoTime() + SETTLE_NANOS;
    for (int p = 0; p < handed.length; p++) {
      while (watch.newest(p) != handed[p] - 1) {
        if (System.nanoTime() > end) {
          return "pane %d shows line %d of %d".formatted(p + 1, watch.newest(p), handed[p] - 1);
        }
        Pace.until(System.nanoTime() + 10_000_000);
      }
    }
    return "";
  }
}
