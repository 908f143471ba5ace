package dev.muster.engine.store;

import static dev.muster.engine.store.StoreFixture.ONE;
import static dev.muster.engine.store.StoreFixture.said;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.engine.event.Recorded;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A disk that is really full, and files that really may grow no further. */
@EnabledOnOs(OS.LINUX)
class RealDiskTest {
  private static final int EVENTS = 6_000;

  @TempDir Path home;

  /** Writes to a journal and a raw log; says what was acknowledged and when it is held. */
  static final class WriterProcess {
    public static void main(String[] arguments) throws Exception {
      DataFolder folder = DataFolder.at(Path.of(arguments[0]));
      PrintStream out = new PrintStream(System.out, true);
      try (Store store = StoreFixture.open(folder)) {
        store
            .journal()
            .onStoring(
                now -> {
                  if (now instanceof Storing.Held held) {
                    out.println("HELD " + held.cause());
                    if (arguments.length > 1) {
                      free(Path.of(arguments[1]));
                    }
                  } else {
                    out.println(now.getClass().getSimpleName().toUpperCase(java.util.Locale.ROOT));
                  }
                });
        RawLog log = store.rawLog(ONE);
        for (int n = 1; n <= EVENTS; n++) {
          int number = n;
          log.line(true, "line " + n + " " + "x".repeat(500));
          store
              .journal()
              .append(ONE, 0, said("event " + n + " " + "y".repeat(1_000)))
              .thenAccept(recorded -> out.println("ACK " + number + " " + recorded.seq()));
        }
        while (store.journal().behind().isPositive()) {
          TimeUnit.MILLISECONDS.sleep(10);
        }
        log.line(true, "the last line");
        log.flush();
      }
      out.println("DONE");
    }

    private static void free(Path ballast) {
      try {
        Files.deleteIfExists(ballast);
      } catch (IOException failed) {
        throw new java.io.UncheckedIOException(failed);
      }
    }
  }

  private static List<String> java(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-XX:-UsePerfData", "-Xmx256m"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(WriterProcess.class.getName());
    command.addAll(List.of(arguments));
    return command;
  }

  private static String quoted(List<String> command) {
    return String.join(
        " ", command.stream().map(word -> "'" + word.replace("'", "'\\''") + "'").toList());
  }

  private static void everythingIsThere(Path copy) throws Exception {
    try (Store store = StoreFixture.open(DataFolder.at(copy))) {
      assertThat(store.rescued()).isEmpty();
      assertThat(store.journal().check()).isEmpty();
      List<Recorded> all = StoreFixture.all(store.journal());
      assertThat(all).hasSize(EVENTS);
      for (int n = 1; n <= EVENTS; n++) {
        assertThat(all.get(n - 1).event().toString()).contains("event " + n + " ");
      }
      assertThat(store.journal().rebuildSessions()).isEmpty();
    }
  }

  @Test
  void a_full_disk_holds_everything_until_there_is_room_and_tears_nothing() throws Exception {
    Path mount = Files.createDirectory(home.resolve("small"));
    Path copy = home.resolve("copy");
    // A mount of its own, which ends with the last process in it.
    String script =
        "mount -t tmpfs -o size=40m none '%1$s' && head -c 32000000 /dev/zero > '%1$s/ballast' && %2$s && cp -r '%1$s/home' '%3$s'"
            .formatted(
                mount,
                quoted(java(mount.resolve("home").toString(), mount.resolve("ballast").toString())),
                copy);
    boolean root = "root".equals(System.getProperty("user.name"));
    List<String> unshare =
        root ? List.of("unshare", "-m") : List.of("unshare", "--map-root-user", "-m");
    Assumptions.assumeTrue(can(unshare), "no mounts of one's own here");
    List<String> command = new ArrayList<>(unshare);
    command.addAll(List.of("sh", "-c", script));
    List<String> said = run(command);

    assertThat(said).contains("HELD DISK_FULL", "DONE");
    assertThat(said.stream().filter(line -> line.startsWith("ACK "))).hasSize(EVENTS);
    everythingIsThere(copy);
    String log = rawLog(copy);
    assertThat(log.lines())
        .allMatch(
            line ->
                line.matches(
                    "\\d.* < line \\d+ x{500}|.*the last line|… \\d+ lines could not be kept"
                        + " here"));
    assertThat(log).contains("the last line");
  }

  private static String rawLog(Path home) throws IOException {
    return Files.readString(DataFolder.at(home).sessionFolder(ONE).resolve("wire.log"));
  }

  @Test
  void a_file_that_may_grow_no_further_is_held_until_it_may() throws Exception {
    Path data = home.resolve("limited");
    // In units of 512 bytes: 2 MB. The limit is only the soft one, and is lifted from outside.
    ProcessBuilder builder =
        new ProcessBuilder("sh", "-c", "ulimit -S -f 4000; exec " + quoted(java(data.toString())));
    builder.redirectErrorStream(true);
    Process process = builder.start();
    List<String> said = new ArrayList<>();
    try (var out = process.inputReader(StandardCharsets.UTF_8)) {
      boolean lifted = false;
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        said.add(line);
        if (!lifted && line.startsWith("HELD")) {
          lifted = true;
          Process lift =
              new ProcessBuilder(
                      "prlimit", "--pid", Long.toString(process.pid()), "--fsize=unlimited")
                  .inheritIO()
                  .start();
          assertThat(lift.waitFor()).isZero();
        }
      }
    } finally {
      process.destroyForcibly();
    }
    assertThat(said).anyMatch(line -> line.startsWith("HELD ")).contains("DONE");
    assertThat(said.stream().filter(line -> line.startsWith("ACK "))).hasSize(EVENTS);
    everythingIsThere(data);
  }

  private static boolean can(List<String> unshare) throws Exception {
    List<String> command = new ArrayList<>(unshare);
    command.addAll(List.of("sh", "-c", "mount -t tmpfs none /mnt"));
    return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor() == 0;
  }

  private static List<String> run(List<String> command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    List<String> said;
    try (var out = process.inputReader(StandardCharsets.UTF_8)) {
      said = out.readAllLines();
    }
    assertThat(process.waitFor())
        .as(() -> String.join("\n", said.subList(0, Math.min(50, said.size()))))
        .isZero();
    return said;
  }
}
