package dev.muster.cli;

import dev.muster.engine.control.ControlJson;
import dev.muster.engine.control.KeepRequest;
import dev.muster.engine.keep.DiskTotal;
import dev.muster.engine.keep.DiskUse;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code muster disk}: what sessions cost on the disk. */
@Command(
    name = "disk",
    description = "Says what sessions cost on the disk, the dearest first.",
    mixinStandardHelpOptions = true,
    versionProvider = Cli.Version.class)
final class DiskCommand implements Callable<Integer> {
  private final Muster muster;
  private final Terminal terminal;
  private final Interrupts interrupts;

  @Parameters(arity = "0..*", paramLabel = "ID", description = "Only these; all without them.")
  private List<String> sessions = new ArrayList<>();

  @Option(names = "--json", description = "Each session as a JSON object in a line, in bytes.")
  private boolean json;

  DiskCommand(Muster muster, Terminal terminal, Interrupts interrupts) {
    this.muster = muster;
    this.terminal = terminal;
    this.interrupts = interrupts;
  }

  @Override
  public Integer call() throws CliException {
    List<DiskUse> uses =
        Stream.of(new KeepAsk(muster, terminal, interrupts).ask(new KeepRequest.Weigh(sessions)))
            .sorted(Comparator.comparingLong(DiskUse::total).reversed())
            .toList();
    if (json) {
      var lines = new ControlJson();
      uses.forEach(use -> terminal.out().println(lines.line(use)));
      return Exit.DONE;
    }
    DiskTotal total = DiskTotal.NONE;
    Table table = new Table("session", "in all", "journal", "files", "source", "caches");
    for (DiskUse use : uses) {
      total = total.plus(use);
      table.add(
          use.session().value(),
          KeepAsk.bytes(use.total()) + (use.complete() ? "" : " or more"),
          KeepAsk.bytes(use.journal()),
          KeepAsk.bytes(use.files()),
          KeepAsk.bytes(use.source()),
          KeepAsk.bytes(use.caches()));
    }
    table.lines().forEach(terminal.out()::println);
    terminal.out().println("All together: " + KeepAsk.bytes(total.total()));
    return Exit.DONE;
  }
}
