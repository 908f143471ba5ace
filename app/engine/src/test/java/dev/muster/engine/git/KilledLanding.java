package dev.muster.engine.git;

import dev.muster.engine.host.LocalHost;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** A program of the tests that lands, undoes or resolves, and stands still after one step. */
final class KilledLanding {
  private KilledLanding() {}

  /**
   * @param args repository, home, data folder, what to do, the target, the step to stop after
   */
  public static void main(String[] args) throws Exception {
    var env = Map.of("PATH", System.getenv("PATH"), "HOME", args[1], "LC_ALL", "C");
    try (var host = new LocalHost()) {
      var repository = Repository.open(Git.on(host, env), Path.of(args[0]));
      LandingSteps.Watch watch =
          step -> {
            if (step.name().equals(args[5])) {
              System.out.println("AT " + step);
              standStill();
            }
          };
      var data = Path.of(args[2]);
      var work = new SessionWork("abc", data.resolve("trees/abc"), data.resolve("index/abc"));
      var landings = new Landings(repository, watch);
      var request = new LandingRequest(work, args[4], LandingWay.SQUASH, "Land it", "The rest");
      switch (args[3]) {
        case "UNDO" -> landings.undo(landings.of("abc").getLast(), true);
        case "RESOLVE" -> {
          var plan = landings.plan(request);
          var resolutions =
              plan.conflicts().stream()
                  .<Resolution>map(
                      c ->
                          new Resolution.Content(
                              c.path(), "resolved\n".getBytes(StandardCharsets.UTF_8)))
                  .toList();
          new Conflicts(repository, watch).resolve(plan, resolutions, "Resolve");
        }
        default -> landings.land(landings.plan(request), Moving.valueOf(args[3]));
      }
      System.out.println("OVER");
    }
  }

  private static void standStill() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts this", e);
    }
  }

  /** The command that runs it. */
  static List<String> command(String... args) {
    var line =
        new java.util.ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-Xmx128m",
                "-cp",
                System.getProperty("java.class.path"),
                KilledLanding.class.getName()));
    line.addAll(List.of(args));
    return line;
  }
}
