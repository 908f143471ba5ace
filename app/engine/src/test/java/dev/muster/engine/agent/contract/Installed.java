package dev.muster.engine.agent.contract;

import java.nio.file.Files;
import java.nio.file.Path;

/** The agents that the profile has installed below the target folder. */
final class Installed {
  private Installed() {}

  /** An agent's program, as an absolute path. */
  static String program(String name) {
    Path program =
        Path.of(System.getProperty("muster.agents", "target/agents")).resolve("bin").resolve(name);
    if (!Files.isExecutable(program)) {
      throw new AssertionError(
          program.toAbsolutePath() + " is not there; run packaging/agents-for-tests.");
    }
    return program.toAbsolutePath().toString();
  }
}
