package dev.muster.cli;

import dev.muster.engine.control.ControlJson;
import dev.muster.engine.control.KeepRequest;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.keep.PrunePlan;
import dev.muster.engine.keep.PruneReport;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code muster prune}: throws away what is in the trash, after it was shown. */
@Command(
    name = "prune",
    description = {
      "Throws away for good what is in the trash: events, files, worktrees and refs.",
      "First it says what goes and what stays. A session that is not over is never thrown away."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Cli.Version.class)
final class PruneCommand implements Callable<Integer> {
  private static final Pattern AGE = Pattern.compile("(\\d{1,5})([dwh])");
  private static final Pattern SIZE = Pattern.compile("(\\d{1,6})([KMGT])B?");

  private final Muster muster;
  private final Terminal terminal;
  private final Interrupts interrupts;
  private final Clock clock;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(arity = "0..*", paramLabel = "ID", description = "Only these; all without them.")
  private List<String> sessions = new ArrayList<>();

  @Option(
      names = "--closed",
      description = "Also those that are over and not in the trash, archived ones included.")
  private boolean closed;

  @Option(
      names = "--older-than",
      paramLabel = "AGE",
      description = "Only those in which nothing happened for so long: 30d, 8w, 12h.")
  private @Nullable String olderThan;

  @Option(
      names = "--down-to",
      paramLabel = "SIZE",
      description = "The oldest go until all sessions together take no more: 500M, 10G.")
  private @Nullable String downTo;

  @Option(
      names = "--with-work",
      description = "Also work that was never landed; without this it stays under refs/muster.")
  private boolean withWork;

  @Option(names = "--dry-run", description = "Only says what would go.")
  private boolean dryRun;

  @Option(names = "--yes", description = "Does not ask.")
  private boolean yes;

  @Option(names = "--json", description = "The plan, then what was done, as JSON objects in lines.")
  private boolean json;

  PruneCommand(Muster muster, Terminal terminal, Clock clock, Interrupts interrupts) {
    this.muster = muster;
    this.terminal = terminal;
    this.interrupts = interrupts;
    this.clock = clock;
  }

  @Override
  public Integer call() throws CliException {
    var wanted = new KeepRequest.Plan(sessions, closed, before(), size(), withWork);
    KeepAsk ask = new KeepAsk(muster, terminal, interrupts);
    PrunePlan plan = ask.ask(wanted);
    tell(plan);
    if (dryRun || plan.goes().isEmpty()) {
      return Exit.DONE;
    }
    if (!yes) {
      throw new CliException(
          Exit.NEEDS_ANSWER,
          "Nothing was thrown away. To do what is said above, say it again with --yes.");
    }
    List<SessionId> agreed = plan.goes().stream().map(going -> going.facts().session()).toList();
    PruneReport report = ask.ask(new KeepRequest.Prune(wanted, agreed));
    if (json) {
      terminal.out().println(new ControlJson().line(report));
    } else {
      terminal
          .out()
          .println(
              "Thrown away: "
                  + report.pruned().size()
                  + (report.pruned().size() == 1 ? " session, " : " sessions, ")
                  + KeepAsk.bytes(report.bytes())
                  + ". What they took of the journal is used again by what comes next; where it is"
                  + " much, the next start gives it back to the disk.");
    }
    report.problems().forEach(problem -> terminal.say("muster: " + Plain.text(problem)));
    return report.problems().isEmpty() && !report.cancelled() ? Exit.DONE : Exit.FAILED;
  }

  private void tell(PrunePlan plan) {
    if (json) {
      terminal.out().println(new ControlJson().line(plan));
      return;
    }
    for (PrunePlan.Going going : plan.goes()) {
      terminal
          .out()
          .println(
              "goes   "
                  + going.facts().session()
                  + "  "
                  + KeepAsk.bytes(going.facts().use().total())
                  + "  "
                  + Plain.line(going.facts().title(), 80));
      going.tells().forEach(tell -> terminal.out().println("         " + Plain.text(tell)));
    }
    for (PrunePlan.Staying staying : plan.stays()) {
      terminal
          .out()
          .println(
              "stays  "
                  + staying.facts().session()
                  + "  "
                  + Plain.line(staying.facts().title(), 60)
                  + ": "
                  + Plain.text(staying.why()));
    }
    terminal
        .out()
        .println(
            plan.goes().isEmpty()
                ? "Nothing goes."
                : plan.goes().size()
                    + " of "
                    + (plan.goes().size() + plan.stays().size())
                    + " go, "
                    + KeepAsk.bytes(plan.bytes())
                    + " of "
                    + KeepAsk.bytes(plan.total())
                    + ".");
  }

  private @Nullable Instant before() {
    String said = olderThan;
    if (said == null) {
      return null;
    }
    Matcher age = AGE.matcher(said);
    if (!age.matches()) {
      throw bad("--older-than takes an age such as 30d, 8w or 12h, not \"" + said + "\".");
    }
    long number = Long.parseLong(age.group(1));
    return clock
        .instant()
        .minus(
            switch (age.group(2)) {
              case "w" -> Duration.ofDays(7 * number);
              case "h" -> Duration.ofHours(number);
              default -> Duration.ofDays(number);
            });
  }

  private @Nullable Long size() {
    String said = downTo;
    if (said == null) {
      return null;
    }
    Matcher size = SIZE.matcher(said.toUpperCase(Locale.ROOT));
    if (!size.matches()) {
      throw bad("--down-to takes a size such as 500M or 10G, not \"" + said + "\".");
    }
    long unit =
        switch (size.group(2)) {
          case "K" -> 1_000L;
          case "M" -> 1_000_000L;
          case "G" -> 1_000_000_000L;
          default -> 1_000_000_000_000L;
        };
    return Long.parseLong(size.group(1)) * unit;
  }

  private ParameterException bad(String sentence) {
    return new ParameterException(spec.commandLine(), sentence);
  }
}
