package dev.muster.cli;

import dev.muster.engine.control.ControlJson;
import dev.muster.engine.control.KeepRequest;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.event.Shelf;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Puts sessions that are over into the archive or the trash, or takes them back. */
abstract class ShelfCommand implements Callable<Integer> {
  private final Muster muster;
  private final Terminal terminal;
  private final Interrupts interrupts;
  private final Shelf to;

  @Parameters(arity = "1..*", paramLabel = "ID", description = "The sessions.")
  private List<String> sessions = new ArrayList<>();

  @Option(names = "--json", description = "What was done, as a JSON object in a line for each.")
  private boolean json;

  ShelfCommand(Muster muster, Terminal terminal, Interrupts interrupts, Shelf to) {
    this.muster = muster;
    this.terminal = terminal;
    this.interrupts = interrupts;
    this.to = to;
  }

  /** Whether those that are not over are closed first. */
  boolean closes() {
    return false;
  }

  @Override
  public Integer call() throws CliException {
    for (String session : sessions) {
      SessionId id =
          new KeepAsk(muster, terminal, interrupts).ask(new KeepRequest.Put(session, to, closes()));
      if (json) {
        Map<String, String> line = new LinkedHashMap<>();
        line.put("session", id.value());
        line.put("shelf", to.name());
        terminal.out().println(new ControlJson().line(line));
      } else {
        terminal.out().println(id + ": " + Words.shelved(to));
      }
    }
    return Exit.DONE;
  }

  /** {@code muster archive}. */
  @Command(
      name = "archive",
      description = "Puts sessions that are over out of the way. They are still found.",
      mixinStandardHelpOptions = true,
      versionProvider = Cli.Version.class)
  static final class Archive extends ShelfCommand {
    Archive(Muster muster, Terminal terminal, Interrupts interrupts) {
      super(muster, terminal, interrupts, Shelf.ARCHIVED);
    }
  }

  /** {@code muster trash}. */
  @Command(
      name = "trash",
      description = {
        "Puts sessions that are over in the trash.",
        "All of them stays until muster prune, and muster restore-session takes them back."
      },
      mixinStandardHelpOptions = true,
      versionProvider = Cli.Version.class)
  static final class Trash extends ShelfCommand {
    @Option(
        names = "--close",
        description = "Those that are not over are dropped first; their work stays reachable.")
    private boolean close;

    Trash(Muster muster, Terminal terminal, Interrupts interrupts) {
      super(muster, terminal, interrupts, Shelf.TRASHED);
    }

    @Override
    boolean closes() {
      return close;
    }
  }

  /** {@code muster restore-session}. */
  @Command(
      name = "restore-session",
      description = "Takes sessions back from the archive or the trash, as they were.",
      mixinStandardHelpOptions = true,
      versionProvider = Cli.Version.class)
  static final class Restore extends ShelfCommand {
    Restore(Muster muster, Terminal terminal, Interrupts interrupts) {
      super(muster, terminal, interrupts, Shelf.ACTIVE);
    }
  }
}
