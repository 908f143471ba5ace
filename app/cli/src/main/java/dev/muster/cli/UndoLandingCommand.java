package dev.muster.cli;

import dev.muster.engine.control.LandRequest;
import dev.muster.engine.control.LandRequest.UndoReport;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code muster undo-landing ID}: takes a session's last landing back. */
@Command(
    name = "undo-landing",
    description = {
      "Takes a session's last landing back.",
      "As long as nothing came after it on the branch. What landed stays reachable."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Cli.Version.class)
final class UndoLandingCommand implements Callable<Integer> {
  private final Muster muster;
  private final Terminal terminal;

  @Mixin private final LandOptions asked = new LandOptions();

  @Option(
      names = "--with-checkout",
      description = "Takes the clean checkout that stands on the branch back with it.")
  private boolean withCheckout;

  UndoLandingCommand(Muster muster, Terminal terminal) {
    this.muster = muster;
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws CliException {
    UndoReport report =
        new LandAsk(muster)
            .ask(new LandRequest.Undo(asked.session(), withCheckout, asked.dryRun()));
    asked.tell(terminal, report, () -> tell(report));
    if (!report.refusals().isEmpty()) {
      throw new CliException(Exit.BAD_USAGE, String.join(" ", report.refusals()));
    }
    return Exit.DONE;
  }

  private void tell(UndoReport report) {
    report.tells().forEach(tell -> terminal.out().println(Plain.text(tell)));
    if (report.undone() || report.refusals().isEmpty()) {
      terminal.out().println(report.undone() ? "Taken back." : "Nothing was moved.");
    }
  }
}
