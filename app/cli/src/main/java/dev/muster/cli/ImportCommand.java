package dev.muster.cli;

import dev.muster.engine.control.ControlException;
import dev.muster.engine.control.ControlJson;
import dev.muster.engine.imported.ImportListener;
import dev.muster.engine.imported.ImportProgress;
import dev.muster.engine.imported.ImportReport;
import dev.muster.engine.imported.ImportReport.OfAgent;
import dev.muster.engine.imported.ImportRequest;
import dev.muster.engine.imported.PastAgent;
import dev.muster.engine.imported.Taken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code muster import}: takes conversations that agents had without Muster into its history. */
@Command(
    name = "import",
    description = {
      "Takes conversations that agents had without Muster, or exports, into the history.",
      "Those of Claude Code and Codex, or sessions that muster export --format jsonl --mask none"
          + " wrote. Files are only read. Importing again adds only what is new."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Cli.Version.class)
final class ImportCommand implements Callable<Integer> {
  private static final String ALL = "all";
  private static final long BETWEEN = TimeUnit.SECONDS.toNanos(2);

  private final Muster muster;
  private final Terminal terminal;
  private final Path folder;
  private final Interrupts interrupts;
  private volatile boolean stopped;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      arity = "0..*",
      paramLabel = "AGENT|FILE",
      description =
          "Whose: claude, codex, or all (without this); or files of Muster's own export, or a"
              + " folder of them.")
  private List<String> wanted = List.of();

  @Option(
      names = "--from",
      paramLabel = "FOLDER",
      description = "The agent's own folder, such as a copy of ~/.claude or ~/.codex.")
  private @Nullable String from;

  @Option(
      names = "--since",
      paramLabel = "DATE",
      description = "Only those that something was added to since this day, as 2026-11-21.")
  private @Nullable String since;

  @Option(
      names = "--repo",
      paramLabel = "DIR",
      description = "Only those in the repository that this folder lies in.")
  private @Nullable String repo;

  @Option(names = "--dry-run", description = "Only say what there is; store nothing.")
  private boolean dryRun;

  @Option(
      names = "--json",
      description = "One JSON object in each line: the conversations, then the whole.")
  private boolean json;

  /**
   * @param folder where it was typed; relative paths begin there
   */
  ImportCommand(Muster muster, Terminal terminal, Path folder, Interrupts interrupts) {
    this.muster = muster;
    this.terminal = terminal;
    this.folder = folder;
    this.interrupts = interrupts;
  }

  @Override
  public Integer call() throws CliException {
    List<Path> exports = exports();
    if (!exports.isEmpty()) {
      return new TakeInExport(muster, terminal, interrupts, dryRun, json).from(exports);
    }
    ImportRequest request = request();
    ImportReport report;
    try (var open = muster.toWork()) {
      Thread self = Thread.currentThread();
      interrupts.onInterrupt(
          () -> {
            stopped = true;
            self.interrupt();
          });
      report = open.reach().importConversations(request, new Printer());
    } catch (ControlException refused) {
      throw Refused.because(refused);
    } catch (InterruptedException asked) {
      Thread.currentThread().interrupt();
      throw new CliException(
          Exit.FAILED,
          "Stopped before the end. What was taken in stays; import again to go on.",
          asked);
    }
    return told(report);
  }

  /** The files of exports that are named; none when it is an agent's name. */
  private List<Path> exports() {
    List<Path> files = new ArrayList<>();
    for (String one : wanted) {
      if (one.contains(".") || one.contains("/")) {
        files.addAll(exports(one));
      }
    }
    if (files.isEmpty()) {
      return files;
    }
    if (from != null || since != null || repo != null) {
      throw bad("--from, --since and --repo go with an agent's conversations, not with a file.");
    }
    if (wanted.stream().anyMatch(one -> !one.contains(".") && !one.contains("/"))) {
      throw bad("Conversations of agents and files of exports are imported one after the other.");
    }
    return files;
  }

  /** A file; of a folder all that look like an export in it. */
  private List<Path> exports(String named) {
    try {
      Path path = folder.resolve(named).toAbsolutePath().normalize();
      if (!Files.isDirectory(path)) {
        return List.of(path);
      }
      try (Stream<Path> inside = Files.list(path)) {
        List<Path> found = inside.filter(ImportCommand::isExport).sorted().toList();
        if (found.isEmpty()) {
          throw bad("There is no file in " + path + " whose name ends with .jsonl or .zip.");
        }
        return found;
      }
    } catch (InvalidPathException | IOException not) {
      throw bad("\"" + named + "\" is neither an agent nor a file that can be read.");
    }
  }

  private static boolean isExport(Path file) {
    String name = file.toString();
    return name.endsWith(".jsonl") || name.endsWith(".zip");
  }

  private int told(ImportReport report) {
    if (json) {
      terminal.out().println(new ControlJson().line(report));
    } else {
      report.sentences().forEach(line -> terminal.out().println(Plain.text(line)));
    }
    report.problems().forEach(problem -> terminal.say("muster: " + Plain.text(problem)));
    if (report.problemsMore() > 0) {
      terminal.say("muster: and " + Words.count(report.problemsMore()) + " more of that kind.");
    }
    if (!json && !report.dryRun() && report.fresh() > 0) {
      terminal.say("They are in the history now: muster list --all, muster search WORDS");
    }
    boolean failed = report.agents().stream().mapToInt(OfAgent::failed).sum() > 0;
    return failed || report.cancelled() ? Exit.FAILED : Exit.DONE;
  }

  private ImportRequest request() {
    List<PastAgent> agents = agents();
    Path given = from == null ? null : existing("--from", from);
    List<ImportRequest.Source> sources = new ArrayList<>();
    if (given == null) {
      var env = muster.environment();
      String home = env.getOrDefault("HOME", System.getProperty("user.home", "/"));
      sources.addAll(ImportRequest.all(agents, env, Path.of(home)).sources());
    } else {
      agents.forEach(one -> sources.add(new ImportRequest.Source(one, given)));
    }
    Path inside = repo == null ? null : repository(existing("--repo", repo));
    return new ImportRequest(sources, since(), inside, dryRun);
  }

  private List<PastAgent> agents() {
    if (wanted.isEmpty() || wanted.contains(ALL)) {
      return List.of(PastAgent.values());
    }
    List<PastAgent> agents = new ArrayList<>();
    for (String one : wanted) {
      agents.add(agent(one));
    }
    return agents;
  }

  private PastAgent agent(String named) {
    for (PastAgent known : PastAgent.values()) {
      if (known.id().equals(named)) {
        return known;
      }
    }
    throw bad("Conversations can be imported of claude, codex or all, not of \"" + named + "\".");
  }

  private Path existing(String option, String given) {
    try {
      Path path = folder.resolve(given);
      if (Files.isDirectory(path)) {
        return path.toRealPath();
      }
    } catch (InvalidPathException | IOException none) {
      throw bad(option + " takes a folder that can be read, not \"" + given + "\".");
    }
    throw bad("There is no folder " + folder.resolve(given) + ".");
  }

  /** The top folder of the repository it lies in; itself where it lies in none. */
  private static Path repository(Path inside) {
    for (Path at = inside; at != null; at = at.getParent()) {
      if (Files.exists(at.resolve(".git"))) {
        return at;
      }
    }
    return inside;
  }

  private @Nullable Instant since() {
    String day = since;
    try {
      return day == null
          ? null
          : LocalDate.parse(day).atStartOfDay(ZoneId.systemDefault()).toInstant();
    } catch (DateTimeException none) {
      throw bad("--since takes a day such as 2026-11-21, not \"" + day + "\".");
    }
  }

  private ParameterException bad(String sentence) {
    return new ParameterException(spec.commandLine(), sentence);
  }

  /** Tells what is taken in, and to a person how far it is. */
  private final class Printer implements ImportListener {
    private final ControlJson form = new ControlJson();
    private long toldAt = System.nanoTime();

    @Override
    public void taken(Taken taken) {
      if (json) {
        terminal.out().println(form.line(taken));
        return;
      }
      String what =
          switch (taken.outcome()) {
            case NEW -> "new";
            case GROWN -> "grown";
            case FAILED -> "failed";
            case KNOWN -> "";
          };
      if (!what.isEmpty()) {
        LocalDate day = LocalDate.ofInstant(taken.changed(), ZoneId.systemDefault());
        terminal
            .out()
            .println(
                String.format(
                    "%s  %-6s  %-6s  %s  %s",
                    taken.session(),
                    what,
                    Plain.line(taken.agent(), 20),
                    day,
                    Plain.line(taken.title(), 80)));
      }
    }

    @Override
    public void progress(ImportProgress progress) {
      long now = System.nanoTime();
      if (terminal.interactive() && !json && now - toldAt > BETWEEN) {
        toldAt = now;
        terminal.say(
            "… "
                + Words.count(progress.done())
                + " of "
                + Words.count(progress.all())
                + " conversations, "
                + Math.round(progress.fraction() * 100)
                + " %");
      }
    }

    @Override
    public boolean cancelled() {
      return stopped;
    }
  }
}
