package dev.muster.engine;

import dev.muster.engine.event.ClosedAs;
import dev.muster.engine.event.Limits;
import dev.muster.engine.event.PermissionMode;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.git.KillingGit;
import dev.muster.engine.session.SessionSpec;
import dev.muster.engine.store.DataFolder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

/**
 * A real Muster in a process of its own that begins, forks, drops or picks sessions and is killed.
 */
public final class KilledFleet {
  private KilledFleet() {}

  /**
   * Runs until it is killed.
   *
   * @param args the home folder, where the model is, folder of the {@link KillingGit}, the words of
   *     the call to be killed at, {@code before} or {@code after}, what to do and with what
   */
  public static void main(String[] args) throws Exception {
    KillingGit killing = new KillingGit(Path.of(args[2]));
    Map<String, String> env =
        Map.of("ANTHROPIC_API_KEY", "test-key", "ANTHROPIC_BASE_URL", args[1]);
    try (Engine engine = Engine.open(new EngineOptions(DataFolder.at(Path.of(args[0])), env))) {
      killing.at(args[3], args[4].equals("after"));
      List<SessionId> ids =
          Stream.of(args)
              .skip(6)
              .filter(word -> !word.startsWith("/"))
              .map(SessionId::new)
              .toList();
      switch (args[5]) {
        case "begin" -> engine.fleet().create(spec(Path.of(args[6]))).join();
        case "fork" -> engine.fleet().fork(ids.getFirst(), "Shorter", null).join();
        case "drop" -> engine.fleet().close(ids.getFirst(), ClosedAs.DROPPED).join();
        case "pick" -> engine.races().pick(ids.getFirst(), ids.subList(1, ids.size())).join();
        default -> throw new IllegalArgumentException(args[5]);
      }
      new CountDownLatch(1).await(); // what was begun goes on by itself
    }
  }

  private static SessionSpec spec(Path repository) {
    return new SessionSpec(
        "Mend the greeting",
        null,
        repository,
        "muster-anthropic",
        null,
        PermissionMode.EDIT,
        null,
        Limits.NONE,
        List.of(),
        false,
        Map.of());
  }

  /** Runs it in a process of its own until it is killed. */
  static void run(Path home, String model, Path folder, String at, String when, String... words)
      throws Exception {
    List<String> line =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                KilledFleet.class.getName(),
                home.toString(),
                model,
                folder.toString(),
                at,
                when));
    line.addAll(List.of(words));
    ProcessBuilder command = new ProcessBuilder(line);
    command.environment().put("PATH", new KillingGit(folder).path());
    Process process = command.redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 137) {
      throw new AssertionError("It was not killed:\n" + said);
    }
  }
}
