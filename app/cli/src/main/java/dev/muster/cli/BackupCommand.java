package dev.muster.cli;

import dev.muster.engine.control.ControlJson;
import dev.muster.engine.store.Backup;
import dev.muster.engine.store.Backups;
import dev.muster.engine.store.StoreException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code muster backup [FILE]}: a copy of the journal, also beside a running Muster. */
@Command(
    name = "backup",
    description = {
      "Makes a copy of the journal and checks it, also while Muster is running.",
      "Without a file it goes to the folder of backups, where Muster also makes one by itself every"
          + " day."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Cli.Version.class)
final class BackupCommand implements Callable<Integer> {
  private final Muster muster;
  private final Terminal terminal;
  private final Path here;
  private final Clock clock;

  @Parameters(arity = "0..1", paramLabel = "FILE", description = "Where to; must not exist yet.")
  private @Nullable Path file;

  @Option(names = "--list", description = "Lists the backups there are, and makes none.")
  private boolean list;

  @Option(names = "--json", description = "One JSON object for each backup.")
  private boolean json;

  BackupCommand(Muster muster, Terminal terminal, Path here, Clock clock) {
    this.muster = muster;
    this.terminal = terminal;
    this.here = here;
    this.clock = clock;
  }

  @Override
  public Integer call() throws CliException {
    Backups backups = new Backups(muster.folder(), clock);
    try {
      if (list) {
        backups.all().forEach(this::tell);
        return Exit.DONE;
      }
      Path to = file;
      tell(
          to == null
              ? backups.make(Backup.Why.ASKED, Backups.Pace.FAST)
              : backups.makeAt(here.resolve(to).normalize(), Backup.Why.ASKED, Backups.Pace.FAST));
      return Exit.DONE;
    } catch (StoreException failed) {
      throw new CliException(Exit.FAILED, String.valueOf(failed.getMessage()), failed);
    }
  }

  private void tell(Backup one) {
    Duration took = one.took();
    if (json) {
      terminal
          .out()
          .println(
              new ControlJson()
                  .line(
                      Map.of(
                          "file", one.file().toString(),
                          "made", one.made().toString(),
                          "why", one.why().name().toLowerCase(java.util.Locale.ROOT),
                          "bytes", one.bytes(),
                          "events", one.events())));
    } else if (took == null) {
      terminal
          .out()
          .println(
              "%s  %-9s  %8.1f MB  %s ago"
                  .formatted(
                      one.file(),
                      one.why().name().toLowerCase(java.util.Locale.ROOT),
                      one.bytes() / 1e6,
                      Words.since(one.made(), clock.instant())));
    } else {
      terminal
          .out()
          .println(
              "%s: %s events, %.1f MB, checked, in %.1f s"
                  .formatted(
                      one.file(),
                      Words.count(one.events()),
                      one.bytes() / 1e6,
                      took.toMillis() / 1e3));
    }
  }
}
