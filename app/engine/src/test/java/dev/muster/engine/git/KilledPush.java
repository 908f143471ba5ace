package dev.muster.engine.git;

import dev.muster.engine.host.LocalHost;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A program of the tests that pushes a session's branch; a hook of the server keeps it there. */
final class KilledPush {
  private KilledPush() {}

  /**
   * @param args repository, home
   */
  public static void main(String[] args) throws Exception {
    var env = Map.of("PATH", System.getenv("PATH"), "HOME", args[1], "LC_ALL", "C");
    try (var host = new LocalHost()) {
      var repository = Repository.open(Git.on(host, env), Path.of(args[0]));
      var publishing = new Publishing(repository, env);
      var place = publishing.place("main").orElseThrow();
      publishing.push(new PushRequest(place, "muster/abc", false, false));
      System.out.println("OVER");
    }
  }

  /** The command that runs it. */
  static List<String> command(String repository, String home) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "--enable-native-access=ALL-UNNAMED",
        "-XX:TieredStopAtLevel=1",
        "-Xshare:auto",
        "-Xmx128m",
        "-cp",
        System.getProperty("java.class.path"),
        KilledPush.class.getName(),
        repository,
        home);
  }
}
