package dev.muster.cli;

import dev.muster.engine.control.ControlJson;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What is said to {@code land}, {@code undo-landing} and {@code pr} alike. */
final class LandOptions {
  @Parameters(
      index = "0",
      paramLabel = "ID",
      description = "The session's id, or any beginning of it that no other has.")
  private String session = "";

  @Option(
      names = "--dry-run",
      description = "Only says what would happen; nothing is moved or pushed.")
  private boolean dryRun;

  @Option(names = "--json", description = "What would happen or was done, as one JSON object.")
  private boolean json;

  String session() {
    return session;
  }

  boolean dryRun() {
    return dryRun;
  }

  /** Tells what came of it: as one JSON object where that was asked for, else in words. */
  void tell(Terminal terminal, Object report, Runnable inWords) {
    if (json) {
      terminal.out().println(new ControlJson().line(report));
    } else {
      inWords.run();
    }
  }
}
