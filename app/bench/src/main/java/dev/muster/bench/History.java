package dev.muster.bench;

import dev.muster.engine.event.EventJson;
import dev.muster.engine.event.Recorded;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.store.DataFolder;
import dev.muster.engine.store.Past;
import dev.muster.engine.store.Store;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/**
 * A history of 2,000 sessions and 2 million events, one of them with half a million. It takes
 * minutes to make, so it is made once, below {@code target}, and used again until its form changes.
 */
final class History {
  static final int SESSIONS = 2_000;
  static final int EVENTS = 2_000_000;
  static final int MONSTER_EVENTS = 500_000;
  static final SessionId MONSTER = id(SESSIONS / 2);

  /** To be raised when another history is made. */
  private static final String FORM = "1";

  private static final int GROUP = 500;

  private final Path home;
  private final long gzipBytes;

  private History(Path home, long gzipBytes) {
    this.home = home;
    this.gzipBytes = gzipBytes;
  }

  /** The data folder. */
  DataFolder folder() {
    return DataFolder.at(home);
  }

  /** What stands for {@code MUSTER_HOME}. */
  Path home() {
    return home;
  }

  /** What the same events take as JSON lines, packed by gzip. */
  long gzipBytes() {
    return gzipBytes;
  }

  static SessionId id(int number) {
    return new SessionId("shistory%05d".formatted(number));
  }

  /** The history below a folder; made when it is not there. */
  static History in(Path target) throws Exception {
    Path home = target.resolve("history-" + FORM);
    Path done = home.resolve("gzip-bytes");
    if (!Files.exists(done)) {
      remove(home);
      make(home);
      Files.writeString(done, Long.toString(packed(home)));
    }
    // An index of another form is made again before anything is measured.
    try (Store store = Store.open(DataFolder.at(home), Clock.systemUTC())) {
      store.search().catchUp();
    }
    return new History(home, Long.parseLong(Files.readString(done).strip()));
  }

  private static void make(Path home) throws Exception {
    System.err.println("  making a history of " + SESSIONS + " sessions, once…");
    RandomGenerator random = RandomGeneratorFactory.of("Xoroshiro128PlusPlus").create(7);
    SampleWords words = new SampleWords(random);
    int[] sizes = sizes(random);
    Instant first = Instant.now().truncatedTo(ChronoUnit.DAYS).minus(Duration.ofDays(400));
    try (Store store = Store.open(DataFolder.at(home), Clock.systemUTC())) {
      CompletableFuture<?> last = CompletableFuture.completedFuture(null);
      for (int n = 0; n < SESSIONS; n++) {
        List<Past> group = new ArrayList<>();
        SessionId session = id(n);
        Instant begin = first.plus(Duration.ofDays(399).multipliedBy(n).dividedBy(SESSIONS));
        new SampleStory(
                n,
                begin,
                words,
                event -> {
                  group.add(event);
                  if (group.size() == GROUP) {
                    store.journal().appendPast(session, List.copyOf(group));
                    group.clear();
                  }
                })
            .tell(sizes[n]);
        last = store.journal().appendPast(session, List.copyOf(group));
      }
      last.join();
      store.search().catchUp();
    }
  }

  /** Many short sessions, few long ones, and the monster in the middle. */
  private static int[] sizes(RandomGenerator random) {
    double[] parts = new double[SESSIONS];
    double sum = 0;
    for (int n = 0; n < SESSIONS; n++) {
      parts[n] = n == SESSIONS / 2 ? 0 : Math.exp(random.nextGaussian());
      sum += parts[n];
    }
    int[] sizes = new int[SESSIONS];
    for (int n = 0; n < SESSIONS; n++) {
      sizes[n] = Math.max(20, (int) (parts[n] / sum * (EVENTS - MONSTER_EVENTS)));
    }
    sizes[SESSIONS / 2] = MONSTER_EVENTS;
    return sizes;
  }

  private static long packed(Path home) throws Exception {
    EventJson json = new EventJson();
    long[] bytes = new long[1];
    OutputStream counting =
        new OutputStream() {
          @Override
          public void write(int one) {
            bytes[0]++;
          }

          @Override
          public void write(byte[] some, int from, int length) {
            bytes[0] += length;
          }
        };
    try (Store store = Store.open(DataFolder.at(home), Clock.systemUTC());
        GZIPOutputStream packed = new GZIPOutputStream(counting, 1 << 16)) {
      store.journal().replayAll(event -> write(packed, json, event));
    }
    return bytes[0];
  }

  private static void write(OutputStream out, EventJson json, Recorded event) {
    try {
      out.write((json.line(event) + "\n").getBytes(StandardCharsets.UTF_8));
    } catch (IOException failed) {
      throw new java.io.UncheckedIOException(failed);
    }
  }

  private static void remove(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
