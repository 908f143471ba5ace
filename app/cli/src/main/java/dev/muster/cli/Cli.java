package dev.muster.cli;

import dev.muster.engine.store.Masking;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Clock;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line as a whole: what there is, and how what goes wrong is told. */
@Command(
    name = "muster",
    description = "Runs coding agents, each in a git worktree of its own.",
    mixinStandardHelpOptions = true,
    versionProvider = Cli.Version.class,
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Without a command the window opens.",
      "Ends with 0 when done, 1 when it failed, 2 when asked for something that makes no sense,",
      "3 when someone has to be asked and no one is there."
    })
final class Cli implements Runnable {
  /** Characters of a sentence about what went wrong. */
  private static final int LONGEST = 2_000;

  private final Muster muster;
  private final Terminal terminal;
  private final Path folder;
  private final Clock clock;
  private final Interrupts interrupts;

  @Spec private CommandSpec spec = CommandSpec.create();

  /**
   * Made for one command.
   *
   * @param folder where it was typed; relative paths begin there
   */
  Cli(Muster muster, Terminal terminal, Path folder, Clock clock, Interrupts interrupts) {
    this.muster = muster;
    this.terminal = terminal;
    this.folder = folder;
    this.clock = clock;
    this.interrupts = interrupts;
  }

  /** Runs a command and returns what the process is to end with. */
  int run(String... args) {
    var line = new CommandLine(this);
    line.addSubcommand(new RunCommand(muster, terminal, folder, interrupts));
    line.addSubcommand(new ResumeCommand(muster, terminal, interrupts));
    line.addSubcommand(new ListCommand(muster, terminal, clock));
    line.addSubcommand(new ShowCommand(muster, terminal, clock));
    line.addSubcommand(new RewindCommand(muster, terminal, clock));
    line.addSubcommand(new LandCommand(muster, terminal));
    line.addSubcommand(new UndoLandingCommand(muster, terminal));
    line.addSubcommand(new PullRequestCommand(muster, terminal));
    line.addSubcommand(new SearchCommand(muster, terminal, clock));
    line.addSubcommand(new ImportCommand(muster, terminal, folder, interrupts));
    line.addSubcommand(new ExportCommand(muster, terminal, folder, interrupts));
    line.addSubcommand(new DiskCommand(muster, terminal, interrupts));
    line.addSubcommand(new ShelfCommand.Archive(muster, terminal, interrupts));
    line.addSubcommand(new ShelfCommand.Trash(muster, terminal, interrupts));
    line.addSubcommand(new ShelfCommand.Restore(muster, terminal, interrupts));
    line.addSubcommand(new PruneCommand(muster, terminal, clock, interrupts));
    line.addSubcommand(new AgentsCommand(muster, terminal));
    line.addSubcommand(new DoctorCommand(muster, terminal));
    line.addSubcommand(new BackupCommand(muster, terminal, folder, clock));
    line.addSubcommand(new RestoreCommand(muster, terminal, folder, clock));
    line.addSubcommand(new RebuildCommand(muster, terminal, clock));
    Numbers.teach(line);
    line.setOut(new PrintWriter(terminal.out()));
    line.setErr(new PrintWriter(terminal.err()));
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setUsageHelpWidth(100);
    line.setParameterExceptionHandler((wrong, given) -> usage(wrong));
    line.setExecutionExceptionHandler((failed, at, parsed) -> failed(failed));
    int exit;
    try {
      exit = line.execute(args);
    } finally {
      terminal.out().flush();
      terminal.err().flush();
    }
    return exit == Exit.DONE && terminal.out().checkError() ? lost() : exit;
  }

  /** Who reads the results must not take a part of them for the whole. */
  private int lost() {
    String why = terminal.whyLost();
    if (why != null) {
      terminal.say(
          "muster: not all of it could be written to standard output (" + Plain.text(why) + ").");
    }
    return Exit.FAILED;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Which command?");
  }

  private int usage(ParameterException wrong) {
    String command = wrong.getCommandLine().getCommandSpec().qualifiedName();
    terminal.say(
        "muster: "
            + shortened(Plain.text(String.valueOf(wrong.getMessage())))
            + "\nWhat can be said: "
            + command
            + " --help");
    return Exit.BAD_USAGE;
  }

  private int failed(Exception failed) {
    if (failed instanceof CliException told) {
      terminal.say("muster: " + shortened(Plain.text(String.valueOf(told.getMessage()))));
      return told.exit();
    }
    // Goes into logs of others: of whoever runs this in a script.
    var trace = new StringWriter();
    failed.printStackTrace(new PrintWriter(trace));
    String told = Masking.of(muster.environment()).mask(trace.toString());
    terminal.say("muster: something went wrong inside: " + Plain.text(told));
    return Exit.FAILED;
  }

  /** What was typed may be a whole file by mistake; the reason stands at the end. */
  private static String shortened(String sentence) {
    return sentence.length() <= LONGEST
        ? sentence
        : sentence.substring(0, LONGEST / 2)
            + " … "
            + sentence.substring(sentence.length() - LONGEST / 2);
  }

  /** Tells the version that the build wrote into the jar. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Cli.class.getPackage().getImplementationVersion();
      return new String[] {"Muster " + (version == null ? "(not packaged)" : version)};
    }
  }
}
