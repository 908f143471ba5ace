package dev.muster.engine.store;

import static dev.muster.engine.store.StoreFixture.ONE;
import static dev.muster.engine.store.StoreFixture.TWO;
import static dev.muster.engine.store.StoreFixture.created;
import static dev.muster.engine.store.StoreFixture.open;
import static dev.muster.engine.store.StoreFixture.said;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.engine.event.Recorded;
import dev.muster.engine.event.SessionEvent;
import dev.muster.engine.event.SessionId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A data folder with two sessions, and a process that is killed while it changes a copy of it. */
abstract class KilledStore {
  static final int EVENTS = 6_000;
  static final RandomGenerator RANDOM = RandomGenerator.getDefault();

  @TempDir Path temp;
  DataFolder folder;

  /** Does one thing; says that it begins, and that it is done. */
  static final class Doer {
    public static void main(String[] arguments) throws Exception {
      DataFolder folder = DataFolder.at(Path.of(arguments[1]));
      switch (arguments[0]) {
        case "open" -> {
          System.out.println("begin");
          open(folder).close();
        }
        case "shrink" -> {
          System.out.println("begin");
          Compaction.run(folder, 1);
        }
        case "restore" -> {
          Restore restore = new Restore(folder, Path.of(arguments[2]));
          System.out.println("begin");
          restore.run(Clock.systemUTC().instant());
        }
        case "backup" -> {
          Backups backups = new Backups(folder, Clock.systemUTC());
          System.out.println("begin");
          backups.make(Backup.Why.AUTO, Backups.Pace.FAST);
        }
        case "rebuild" -> rebuild(folder);
        default -> throw new IllegalArgumentException(arguments[0]);
      }
      System.out.println("end");
    }

    /** Rebuilds while events come, until it is killed. */
    private static void rebuild(DataFolder folder) throws StoreException {
      try (Store store = open(folder)) {
        store.search().catchUp();
        System.out.println("begin");
        for (int n = 1; ; n++) {
          store
              .journal()
              .append(TWO, 1, said("while it is rebuilt"))
              .thenAccept(stored -> System.out.println("STORED " + stored.seq()));
          if (n % 20 == 0 && !store.rebuild().equal()) {
            System.out.println("FAILED: the rebuild differs");
          }
        }
      }
    }
  }

  @BeforeEach
  void written() throws StoreException {
    folder = DataFolder.at(temp.resolve("first"));
    try (Store store = open(folder)) {
      write(store, ONE);
      write(store, TWO);
      store.search().catchUp();
    }
  }

  private static void write(Store store, SessionId session) {
    List<SessionEvent> all = new ArrayList<>();
    all.add(created("Session " + session, "p"));
    for (int n = 1; n < EVENTS / 2; n++) {
      all.add(said("event " + n + " of " + session + ", and some words beside it"));
    }
    store.journal().appendAll(session, 1, all).join();
  }

  final Path home(int round) {
    return temp.resolve("round-" + round);
  }

  /** The data folder as it was written, once more. */
  final DataFolder copy(int round) throws IOException {
    Path from = temp.resolve("first");
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(
            file,
            home(round).resolve(from.relativize(file)),
            java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
    return DataFolder.at(home(round));
  }

  /** How long it takes when nobody kills it, in microseconds: any kill is to come before that. */
  static long took(String... arguments) throws Exception {
    try (Child child = new Child(Doer.class, arguments)) {
      assertThat(child.out.readLine()).isEqualTo("begin");
      long begun = System.nanoTime();
      assertThat(child.out.readLine()).isEqualTo("end");
      return TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - begun);
    }
  }

  /** What it said until it was killed, at a random moment of so many microseconds. */
  static List<String> killed(long within, String... arguments) throws Exception {
    List<String> said = new ArrayList<>();
    try (Child child = new Child(Doer.class, arguments)) {
      assertThat(child.out.readLine()).isEqualTo("begin");
      // The moment is the point here, not a condition.
      TimeUnit.MICROSECONDS.sleep(RANDOM.nextLong(1 + within));
      child.kill();
      try {
        for (String line = child.out.readLine(); line != null; line = child.out.readLine()) {
          said.add(line);
        }
      } catch (IOException cut) {
        said.add("CUT"); // a killed process ends in the middle of a line
      }
    }
    return said;
  }

  /** All events of a journal in which everything is in order. */
  static List<Recorded> sound(Store store) {
    assertThat(store.journal().check()).isEmpty();
    List<Recorded> all = StoreFixture.all(store.journal());
    assertThat(store.rebuild().differences()).isEmpty();
    return all;
  }

  static Set<Recorded> events(DataFolder folder) throws StoreException {
    try (Store store = open(folder)) {
      return new HashSet<>(sound(store));
    }
  }

  /** Nothing that was half made is left beside the journal. */
  static void nothingIsLeftOver(DataFolder folder) throws IOException {
    try (Stream<Path> files = Files.list(folder.data())) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .noneMatch(name -> name.matches("muster\\.db\\.(part|ready|small).*"));
    }
  }
}
