package dev.muster.cli;

import dev.muster.engine.control.ControlException;
import dev.muster.engine.control.ControlJson;
import dev.muster.engine.store.SessionRow;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code muster list}: the sessions, the one that last had an event first. */
@Command(
    name = "list",
    description = "Lists the sessions, the newest first.",
    mixinStandardHelpOptions = true,
    versionProvider = Cli.Version.class)
final class ListCommand implements Callable<Integer> {
  private final Muster muster;
  private final Terminal terminal;
  private final Clock clock;

  @Option(names = "--json", description = "One JSON object in each line.")
  private boolean json;

  @Option(names = "--all", description = "Closed and archived sessions too.")
  private boolean all;

  @Option(names = "--trash", description = "Those in the trash, and what is left of pruned ones.")
  private boolean trash;

  ListCommand(Muster muster, Terminal terminal, Clock clock) {
    this.muster = muster;
    this.terminal = terminal;
    this.clock = clock;
  }

  @Override
  public Integer call() throws CliException {
    try (var open = muster.toRead()) {
      List<SessionRow> rows =
          open.reach().list(all || trash).stream().filter(this::isWanted).toList();
      if (json) {
        var form = new ControlJson();
        rows.forEach(row -> terminal.out().println(form.line(row)));
      } else if (rows.isEmpty()) {
        terminal.say(
            trash
                ? "Nothing is in the trash, and nothing was pruned."
                : all
                    ? "There are no sessions yet. Start one: muster run \"what to do\""
                    : "There are no open sessions. Closed ones: muster list --all");
      } else {
        var table = new Table("ID", "STATE", "LAST", "PROJECT", "CHANGES", "TITLE");
        rows.forEach(row -> table.add(cells(row)));
        table.lines().forEach(terminal.out()::println);
      }
      return Exit.DONE;
    } catch (ControlException refused) {
      throw Refused.because(refused);
    }
  }

  private boolean isWanted(SessionRow row) {
    return switch (row.shelf()) {
      case ACTIVE, ARCHIVED -> !trash;
      case TRASHED, PRUNED -> trash;
    };
  }

  private static String state(SessionRow row) {
    return switch (row.shelf()) {
      case ACTIVE -> row.id().isImported() ? "imported" : Words.state(row.state());
      case ARCHIVED -> "archived";
      case TRASHED -> "in the trash";
      case PRUNED -> "pruned";
    };
  }

  private String[] cells(SessionRow row) {
    return new String[] {
      row.id().value(),
      state(row),
      Words.since(row.lastAt(), clock.instant()),
      Plain.line(row.projectName(), 24),
      row.files() == 0 ? "-" : "+" + row.added() + " −" + row.removed(),
      (row.scripted() ? "(scripted) " : "") + Plain.line(row.title(), 80)
    };
  }
}
