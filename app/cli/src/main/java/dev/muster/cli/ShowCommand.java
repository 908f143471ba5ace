package dev.muster.cli;

import dev.muster.engine.control.ControlException;
import dev.muster.engine.control.ControlJson;
import dev.muster.engine.control.Reading;
import dev.muster.engine.event.EventJson;
import dev.muster.engine.event.Recorded;
import dev.muster.engine.store.SessionRow;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code muster show ID}: how a session stands, and what happened in it. */
@Command(
    name = "show",
    description = "Shows how a session stands and what happened in it.",
    mixinStandardHelpOptions = true,
    versionProvider = Cli.Version.class)
final class ShowCommand implements Callable<Integer> {
  private static final int MOST = 10_000;
  private static final int PAGE = 2_000;
  private static final long BETWEEN_LOOKS_MILLIS = 300;

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

  @Option(names = "--all", description = "All events, from the first one on.")
  private boolean all;

  @Option(names = "--turn", paramLabel = "N", description = "Only the events of this turn.")
  private @Nullable Integer turn;

  @Option(
      names = "--tail",
      description = "Goes on telling what happens until the session rests, or Ctrl-C.")
  private boolean tail;

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
    Integer only = turn;
    if (only != null && (only < 0 || tail)) {
      throw new ParameterException(
          spec.commandLine(), "--turn takes a turn from 0 on, and goes without --tail.");
    }
    try (var open = muster.toRead()) {
      Reading reading = open.reach();
      boolean whole = all || only != null;
      List<Recorded> last = new ArrayList<>();
      SessionRow row = reading.show(session, whole ? 0 : this.last, last::add);
      if (only != null && only > row.turns()) {
        throw new CliException(
            Exit.BAD_USAGE,
            "Session %s has no turn %d; its last one is %d."
                .formatted(row.id(), only, row.turns()));
      }
      Consumer<Recorded> tell = begin(row, last);
      last.forEach(tell);
      long told = last.isEmpty() ? (whole ? 0 : row.events()) : last.getLast().seq();
      if (whole) {
        told = whole(reading, row, only, tell);
      }
      if (tail) {
        follow(reading, row, told, tell);
      }
    } catch (ControlException refused) {
      throw Refused.because(refused);
    }
    return Exit.DONE;
  }

  /** Tells the head; what is returned tells events. */
  private Consumer<Recorded> begin(SessionRow row, List<Recorded> last) {
    if (json) {
      var lines = new EventJson();
      terminal.out().println(new ControlJson().line(row));
      return event -> terminal.out().println(lines.line(event));
    }
    head(row);
    terminal.out().println();
    long left = last.isEmpty() ? 0 : last.getFirst().seq() - 1;
    if (left > 0) {
      terminal.out().println("… " + Words.count(left) + " earlier events (muster show --all)");
    }
    var text = new EventText(terminal.out()::println);
    return text::tell;
  }

  /** Tells all, or all of one turn; page by page, so that memory does not grow with it. */
  private static long whole(
      Reading reading, SessionRow row, @Nullable Integer only, Consumer<Recorded> tell)
      throws ControlException {
    long[] told = {0};
    while (told[0] < row.events()) {
      long before = told[0];
      reading.story(
          row.id().value(),
          before + 1,
          PAGE,
          event -> {
            told[0] = event.seq();
            if (only == null || event.turn() == only) {
              tell.accept(event);
            }
          });
      if (told[0] == before) {
        break;
      }
    }
    return told[0];
  }

  /** Looks for more until nothing more can come by itself. */
  private void follow(Reading reading, SessionRow row, long from, Consumer<Recorded> tell)
      throws ControlException {
    long[] told = {from};
    while (true) {
      terminal.out().flush();
      SessionRow now =
          reading.story(
              row.id().value(),
              told[0] + 1,
              PAGE,
              event -> {
                told[0] = event.seq();
                tell.accept(event);
              });
      if (told[0] >= now.events() && (!now.state().takesSlot() || !pause())) {
        return;
      }
    }
  }

  private static boolean pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(BETWEEN_LOOKS_MILLIS);
      return true;
    } catch (InterruptedException toldToEnd) {
      Thread.currentThread().interrupt();
      return false;
    }
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
