package dev.muster.cli;

import dev.muster.engine.EngineOptions;
import dev.muster.engine.LogFile;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;

/** The process {@code muster} with a command. */
public final class Main {
  /** A window that starts on a cold disk answers within this time. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private Main() {}

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] args) {
    EngineOptions options = EngineOptions.standard();
    LogFile.use(options.folder(), "cli");
    Terminal terminal = Terminal.ofProcess();
    EndSignal signal = EndSignal.ofProcess(terminal);
    var muster = new LocalMuster(options, terminal, signal, PATIENCE);
    int exit =
        new Cli(muster, terminal, Path.of("").toAbsolutePath(), Clock.systemUTC(), signal)
            .run(args);
    signal.over();
    System.exit(exit);
  }
}
