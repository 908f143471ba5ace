package dev.muster.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Git called as plainly as can be: the peer of what Muster does through it. */
final class BareGit {
  private final Path folder;
  private final Map<String, String> env;

  /**
   * @param env added to each call's environment, such as another index
   */
  BareGit(Path folder, Map<String, String> env) {
    this.folder = folder;
    this.env = env;
  }

  /** Runs git and gives what it says, without the last line end. */
  String run(String... args) throws IOException, InterruptedException {
    List<String> line =
        new ArrayList<>(List.of("git", "-c", "gc.auto=0", "-c", "maintenance.auto=false"));
    line.addAll(List.of(args));
    ProcessBuilder builder =
        new ProcessBuilder(line)
            .directory(folder.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().putAll(env);
    Process process = builder.start();
    process.getOutputStream().close();
    byte[] said = process.getInputStream().readAllBytes();
    int exit = process.waitFor();
    if (exit != 0) {
      throw new IOException("git " + String.join(" ", args) + " ended with " + exit);
    }
    return new String(said, StandardCharsets.UTF_8).stripTrailing();
  }
}
