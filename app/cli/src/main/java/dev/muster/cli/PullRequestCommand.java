package dev.muster.cli;

import dev.muster.engine.control.LandRequest;
import dev.muster.engine.control.LandRequest.PullReport;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code muster pr ID}: pushes a session's branch and opens a pull request. */
@Command(
    name = "pr",
    description = {
      "Pushes a session's branch and opens a pull request.",
      "With your own git, without force and without hooks, and with your own gh; where there is"
          + " none it tells the page to make it on."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Cli.Version.class)
final class PullRequestCommand implements Callable<Integer> {
  private final Muster muster;
  private final Terminal terminal;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private final LandOptions asked = new LandOptions();

  @Option(
      names = "--onto",
      paramLabel = "BRANCH",
      description = "The branch it is for; without it the one the session began on.")
  private @Nullable String onto;

  @Option(names = "--title", paramLabel = "TEXT", description = "Instead of the proposed title.")
  private @Nullable String title;

  @Option(names = "--body", paramLabel = "TEXT", description = "Instead of the proposed text.")
  private @Nullable String body;

  @Option(names = "--draft", description = "Opens it as a draft.")
  private boolean draft;

  @Option(
      names = "--replace",
      description = "Replaces commits that only the branch there has, if it is as last seen.")
  private boolean replace;

  PullRequestCommand(Muster muster, Terminal terminal) {
    this.muster = muster;
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws CliException {
    String words = title;
    if (words != null && words.isBlank()) {
      throw new ParameterException(
          spec.commandLine(), "A pull request needs a title: --title is empty.");
    }
    String branch = onto;
    if (branch != null && branch.isBlank()) {
      throw new ParameterException(spec.commandLine(), "Which branch? --onto is empty.");
    }
    PullReport report =
        new LandAsk(muster)
            .ask(
                new LandRequest.Pull(
                    asked.session(), onto, title, body, draft, replace, asked.dryRun()));
    asked.tell(terminal, report, () -> tell(report));
    if (!report.problem().isEmpty()) {
      throw new CliException(Exit.FAILED, report.problem());
    }
    return Exit.DONE;
  }

  private void tell(PullReport report) {
    if (asked.dryRun()) {
      report.tells().forEach(tell -> terminal.out().println(Plain.text(tell)));
      terminal.out().println("Title: " + Plain.text(report.title()));
      report.body().lines().forEach(line -> terminal.out().println("  " + Plain.text(line)));
      terminal.out().println("Nothing was pushed.");
      return;
    }
    terminal.out().println(Plain.text(report.sentence()));
    var request = report.request();
    String page = request == null ? report.page() : request.url();
    if (!page.isEmpty()) {
      terminal.out().println(Plain.text(page));
    }
  }
}
