package dev.muster.cli;

import dev.muster.engine.control.LandRequest;
import dev.muster.engine.control.LandRequest.EndReport;
import dev.muster.engine.control.LandRequest.LandReport;
import dev.muster.engine.git.LandingPlan.Outcome;
import dev.muster.engine.git.LandingWay;
import dev.muster.engine.git.Moving;
import dev.muster.engine.git.PlannedCommit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code muster land ID}: brings a session's work into a branch. */
@Command(
    name = "land",
    description = {
      "Brings a session's work into a branch.",
      "Computed by git without a checkout: all of it or nothing. With --dry-run it only says what"
          + " would happen."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Cli.Version.class)
final class LandCommand implements Callable<Integer> {
  private static final int MOST_LISTED = 20;

  private final Muster muster;
  private final Terminal terminal;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private final LandOptions asked = new LandOptions();

  @Option(
      names = "--onto",
      paramLabel = "BRANCH",
      description = "The branch; without it the one you have checked out.")
  private @Nullable String onto;

  @Option(
      names = "--squash",
      description = "All of it as one commit; so it is when nothing is said.")
  private boolean squash;

  @Option(names = "--merge", description = "A merge commit.")
  private boolean merge;

  @Option(names = "--rebase", description = "The session's commits one by one.")
  private boolean rebase;

  @Option(
      names = "--message",
      paramLabel = "TEXT",
      description = "The message of the commit; without it the one the window would propose.")
  private @Nullable String message;

  @Option(
      names = "--forward-checkout",
      description = "Brings the clean checkout that stands on the branch forward with it.")
  private boolean forwardCheckout;

  @Option(
      names = "--new-branch",
      description = "Moves no branch: the result gets a new one, muster/landed/….")
  private boolean newBranch;

  @Option(
      names = "--finish",
      description = "Does the rest of a landing that was cut short when Muster was killed.")
  private boolean finish;

  @Option(
      names = "--take-back",
      description = "Takes back what was done of a landing that was cut short.")
  private boolean takeBack;

  LandCommand(Muster muster, Terminal terminal) {
    this.muster = muster;
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws CliException {
    check();
    if (finish || takeBack) {
      return end();
    }
    LandingWay way = merge ? LandingWay.MERGE : rebase ? LandingWay.REBASE : LandingWay.SQUASH;
    Moving moving =
        newBranch ? Moving.NEW_BRANCH : forwardCheckout ? Moving.CHECKOUT : Moving.BRANCH;
    LandReport report =
        new LandAsk(muster)
            .ask(new LandRequest.Land(asked.session(), onto, way, message, moving, asked.dryRun()));
    asked.tell(terminal, report, () -> tell(report));
    if (report.outcome() == Outcome.CONFLICTS) {
      terminal.say(
          "muster: nothing was moved; %s, your checkout and the session's work are as they were. Resolve the conflicts in the session's review, or hand them to its agent: there, or with: muster run --resume %s \"Merge %s into your branch, resolve the conflicts and commit.\""
              .formatted(report.onto(), report.session(), report.onto()));
      return Exit.FAILED;
    }
    return Exit.DONE;
  }

  private void check() {
    if (count(squash, merge, rebase) > 1) {
      throw bad("Only one of --squash, --merge and --rebase.");
    }
    if (forwardCheckout && newBranch) {
      throw bad("--forward-checkout moves a branch and --new-branch none: only one of them.");
    }
    if (finish && takeBack) {
      throw bad("Either --finish or --take-back.");
    }
    String words = message;
    if (words != null && words.isBlank()) {
      throw bad("A commit needs a message: --message is empty.");
    }
    if (words != null && rebase) {
      throw bad("A rebase keeps the messages of its commits: --message has no place in it.");
    }
    String branch = onto;
    if (branch != null && branch.isBlank()) {
      throw bad("Which branch? --onto is empty.");
    }
    boolean more =
        squash
            || merge
            || rebase
            || forwardCheckout
            || newBranch
            || asked.dryRun()
            || words != null;
    if ((finish || takeBack) && (more || branch != null)) {
      throw bad("--finish and --take-back end what was begun; they take nothing but --json.");
    }
  }

  private static int count(boolean... said) {
    int all = 0;
    for (boolean one : said) {
      all += one ? 1 : 0;
    }
    return all;
  }

  private ParameterException bad(String sentence) {
    return new ParameterException(spec.commandLine(), sentence);
  }

  private int end() throws CliException {
    EndReport done = new LandAsk(muster).ask(new LandRequest.End(asked.session(), takeBack));
    asked.tell(terminal, done, () -> tell(done));
    return Exit.DONE;
  }

  private void tell(EndReport done) {
    var landed = done.landed();
    terminal.out().println(Plain.text(done.was()));
    terminal
        .out()
        .println(
            landed == null
                ? "Taken back; the work itself is kept."
                : landed.undone()
                    ? "Finished: the landing on " + Plain.text(landed.target()) + " is taken back."
                    : "Finished: " + Plain.text(landed.sentence()));
  }

  private void tell(LandReport report) {
    List<String> lines = new ArrayList<>(report.tells());
    if (report.outcome() == Outcome.READY) {
      lines.add(
          "%,d %s, +%,d −%,d"
              .formatted(
                  report.files(),
                  report.files() == 1 ? "file" : "files",
                  report.added(),
                  report.removed()));
      List<PlannedCommit> some =
          report.commits().subList(0, Math.min(MOST_LISTED, report.commits().size()));
      some.forEach(c -> lines.add("  " + c.id().substring(0, 8) + "  " + c.subject()));
      int more = report.commits().size() - some.size() + report.moreCommits();
      if (more > 0) {
        lines.add("  and %,d more".formatted(more));
      }
    }
    report.conflicts().stream().limit(MOST_LISTED).forEach(why -> lines.add("  " + why));
    if (report.conflicts().size() > MOST_LISTED) {
      lines.add("  and %,d more files".formatted(report.conflicts().size() - MOST_LISTED));
    }
    var landed = report.landed();
    if (landed != null) {
      lines.add(
          landed.sentence()
              + " It stays under "
              + landed.ref()
              + ". Taken back with: muster undo-landing "
              + report.session());
    } else if (report.outcome() == Outcome.READY) {
      lines.add("Nothing was moved.");
    }
    lines.forEach(line -> terminal.out().println(Plain.text(line)));
  }
}
