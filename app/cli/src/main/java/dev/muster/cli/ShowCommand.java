package dev.muster.cli;

import dev.muster.engine.control.ControlException;
import dev.muster.engine.control.ControlJson;
import dev.muster.engine.event.EventJson;
import dev.muster.engine.event.Recorded;
import dev.muster.engine.store.SessionRow;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code muster show ID}: how a session stands, and what happened last in it. */
@Command(
    name = "show",
    description = "Shows how a session stands and its last events.",
    mixinStandardHelpOptions = true,
    versionProvider = Cli.Version.class)
final class ShowCommand implements Callable<Integer> {
  private static final int MOST = 10_000;

  private final Muster muster;
  private final Terminal terminal;
  private final Clock clock;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      paramLabel = "ID",
      description = "The session's id, or any beginning of it that no other has.")
  private String session = "";

  @Option(names = "--json", description = "The session, then its events, one JSON object a line.")
  private boolean json;

  @Option(
      names = "--last",
      paramLabel = "N",
      defaultValue = "100",
      description = "How many events, at most " + MOST + " (100 without this).")
  private int last;

  ShowCommand(Muster muster, Terminal terminal, Clock clock) {
    this.muster = muster;
    this.terminal = terminal;
    this.clock = clock;
  }

  @Override
  public Integer call() throws CliException {
    if (last < 0 || last > MOST) {
      throw new ParameterException(
          spec.commandLine(), "--last takes a number from 0 to " + MOST + ", not " + last + ".");
    }
    List<Recorded> events = new ArrayList<>();
    SessionRow row;
    try (var open = muster.toRead()) {
      row = open.reach().show(session, last, events::add);
    } catch (ControlException refused) {
      throw Refused.because(refused);
    }
    if (json) {
      var lines = new EventJson();
      terminal.out().println(new ControlJson().line(row));
      events.forEach(event -> terminal.out().println(lines.line(event)));
      return Exit.DONE;
    }
    head(row);
    if (!events.isEmpty()) {
      long left = events.getFirst().seq() - 1;
      terminal.out().println();
      if (left > 0) {
        terminal
            .out()
            .println(
                "… " + Words.count(left) + " earlier events (muster show --last " + MOST + ")");
      }
      var text = new EventText(terminal.out()::println);
      events.forEach(text::tell);
    }
    return Exit.DONE;
  }

  private void head(SessionRow row) {
    line("session", row.id() + "  " + Plain.line(row.title(), 120));
    String reason = row.stateReason();
    line(
        "state",
        Words.state(row.state())
            + (row.closedAs() == null ? "" : " (" + closedAs(row) + ")")
            + (reason == null ? "" : ": " + Plain.text(reason)));
    line("last event", Words.since(row.lastAt(), clock.instant()) + " ago");
    line("project", Plain.line(row.projectName(), 80) + "  " + Plain.text(row.repository()));
    String model = row.model();
    line(
        "agent",
        Plain.line(row.agentName(), 80)
            + (row.scripted() ? " (scripted)" : "")
            + (model == null ? "" : ", " + Plain.line(model, 80))
            // In which mode an imported one was is not known.
            + (row.id().isImported() ? "" : ", " + Words.mode(row.mode()) + " mode"));
    String worktree = row.worktree();
    if (worktree != null) {
      line("worktree", Plain.text(worktree + "  on " + row.branch()));
    }
    if (!row.id().isImported()) {
      // Nobody watched what an imported one changed.
      line("changes", Words.changes(row.files(), row.added(), row.removed()));
    }
    Long cost = row.costMicros();
    line(
        "used",
        Words.count(row.tokens())
            + " tokens in "
            + row.turns()
            + (row.turns() == 1 ? " turn" : " turns")
            + (cost == null ? "" : ", " + Words.money(cost)));
  }

  private static String closedAs(SessionRow row) {
    return String.valueOf(row.closedAs()).toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
  }

  private void line(String name, String value) {
    terminal.out().println(String.format("%-12s%s", name, value));
  }
}
