package dev.muster.cli;

import dev.muster.cli.FollowedTurn.Who;
import dev.muster.engine.agent.AgentProfile;
import dev.muster.engine.control.Control;
import dev.muster.engine.control.ControlException;
import dev.muster.engine.control.RunEnd;
import dev.muster.engine.control.RunRequest;
import dev.muster.engine.event.EventJson;
import dev.muster.engine.event.PermissionMode;
import dev.muster.engine.event.Recorded;
import dev.muster.engine.session.SessionSpec;
import dev.muster.engine.session.Successor.Start;
import dev.muster.engine.session.Successor.Told;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code muster run "task"}: starts a turn, prints what happens, and ends with how it went. */
@Command(
    name = "run",
    description = "Gives an agent a task in a worktree of its own, and follows it to its end.",
    mixinStandardHelpOptions = true,
    versionProvider = Cli.Version.class)
final class RunCommand implements Callable<Integer> {
  /** A task is a text for a model; more than this is a file that belongs into the repository. */
  private static final int LONGEST_TASK = 1024 * 1024;

  private static final List<String> FROM_INPUT = List.of("-");

  private final Muster muster;
  private final Terminal terminal;
  private final Path folder;
  private final Interrupts interrupts;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      arity = "0..*",
      paramLabel = "TASK",
      description = "What is to be done; - reads it from standard input.")
  private List<String> words = List.of();

  @Option(names = "--json", description = "Every event as one JSON object in a line.")
  private boolean json;

  @Option(
      names = "--resume",
      paramLabel = "ID",
      description = "Goes on with this session instead of making one.")
  private @Nullable String resume;

  @Option(
      names = "--fork",
      paramLabel = "ID[@TURN]",
      description =
          "Begins the new session with all that was said in this one; with @TURN with the files and"
              + " what was said until the end of that turn.")
  private @Nullable String fork;

  @Option(
      names = "--like",
      paramLabel = "ID",
      description = "Gives the first prompt of this session again, with what was attached to it.")
  private @Nullable String like;

  @Option(
      names = "--summary-of",
      paramLabel = "ID",
      description = "Tells the new session's agent in short what was said and done in this one.")
  private @Nullable String summaryOf;

  @Option(
      names = "--begin-with",
      paramLabel = "FILES",
      description =
          "With --like or --summary-of: base (as that session began), tip (the branch as it is"
              + " now) or files (as they are in that session).")
  private @Nullable String beginWith;

  @Mixin private NewSessionOptions fresh = new NewSessionOptions();

  @Option(
      names = "--mode",
      paramLabel = "MODE",
      description = "suggest, edit or full-auto: what the agent may do without asking.")
  private @Nullable String mode;

  @Option(
      names = "--without-sandbox",
      description =
          "With --mode full-auto: commands may run with your rights, as nothing keeps them in.")
  private boolean withoutSandbox;

  RunCommand(Muster muster, Terminal terminal, Path folder, Interrupts interrupts) {
    this.muster = muster;
    this.terminal = terminal;
    this.folder = folder;
    this.interrupts = interrupts;
  }

  @Override
  public Integer call() throws CliException, InterruptedException {
    PermissionMode wantedMode = mode == null ? null : mode(mode);
    if (resume != null && fork != null) {
      throw bad("--resume goes on in the session itself, --fork in a new one: choose one.");
    }
    String other = like == null ? summaryOf : like;
    if (other != null && (resume != null || fork != null || (like != null && summaryOf != null))) {
      throw bad("Of --resume, --fork, --like and --summary-of choose one.");
    }
    if (beginWith != null && other == null) {
      throw bad("--begin-with goes with --like or --summary-of.");
    }
    if (other != null && !fresh.namesButAgent().isEmpty()) {
      throw bad("It begins as that session did, but for: " + fresh.namesButAgent());
    }
    boolean existing = resume != null || fork != null || other != null;
    if (existing && other == null && fresh.anyGiven()) {
      throw bad("A session that exists keeps its repository, agent and limits: " + fresh.names());
    }
    if (withoutSandbox && wantedMode != null && wantedMode != PermissionMode.FULL_AUTO) {
      throw bad("--without-sandbox goes with --mode full-auto.");
    }
    Path repository = existing ? folder : repository(fresh.repository());
    fresh.check(spec.commandLine());
    String task = words.equals(FROM_INPUT) ? readTask() : String.join(" ", words);
    if (like != null && !task.isBlank()) {
      throw bad("--like gives the prompt of that session again; leave the task out.");
    }
    if (task.isBlank() && like == null) {
      throw bad("Say what is to be done: the task is empty.");
    }
    var typed = new TypedLines(terminal.in());
    while (true) {
      FollowedTurn turn = null;
      try (var open = muster.toWork()) {
        RunRequest request = request(open.reach(), task, repository, wantedMode);
        turn = new FollowedTurn(open.reach(), terminal, printer(), who(open), typed, beforehand());
        interrupts.onInterrupt(turn::interrupt);
        return ended(turn.follow(request), turn);
      } catch (ControlException refused) {
        if (refused.code() != ControlException.Code.BUSY || turn == null || turn.hasBegun()) {
          throw Refused.because(refused);
        }
        // The Muster that was asked was just ending; the next one asked may be our own.
      }
    }
  }

  private Who who(Muster.Open<Control> open) {
    if (terminal.interactive() && !json && !words.equals(FROM_INPUT)) {
      return Who.TERMINAL;
    }
    return open.window() ? Who.WINDOW : Who.NOBODY;
  }

  private RunRequest request(
      Control control, String task, Path repository, @Nullable PermissionMode wantedMode)
      throws CliException, ControlException {
    String existing = resume;
    if (existing != null) {
      return new RunRequest.Next(existing, task, wantedMode);
    }
    PermissionMode newMode = wantedMode == null ? muster.settings().defaultMode() : wantedMode;
    String origin = fork;
    if (origin != null) {
      int at = origin.indexOf('@');
      return at < 0
          ? new RunRequest.Fork(origin, task, newMode)
          : new RunRequest.Fork(
              origin.substring(0, at), task, newMode, turn(origin.substring(at + 1)));
    }
    if (like != null || summaryOf != null) {
      return after(control, task, wantedMode);
    }
    AgentProfile agent =
        AgentChoice.of(control.agents(), fresh.agent(), muster.settings().defaultAgent());
    if (!fresh.rehearsal().isEmpty() && !agent.scripted()) {
      throw bad("--script and --pace are for the rehearsal: --agent rehearsal");
    }
    return new RunRequest.New(
        new SessionSpec(
            task,
            fresh.title(),
            repository,
            agent.id(),
            fresh.model(),
            newMode,
            fresh.from(),
            fresh.limits(),
            List.of(),
            false,
            fresh.rehearsal()));
  }

  private RunRequest after(Control control, String task, @Nullable PermissionMode wantedMode)
      throws CliException, ControlException {
    String agent = fresh.agent();
    String chosen =
        agent == null
            ? null
            : AgentChoice.of(control.agents(), agent, muster.settings().defaultAgent()).id();
    String again = like;
    return again != null
        ? new RunRequest.After(
            again, Told.NOTHING, null, chosen, fresh.model(), wantedMode, start(Start.SAME_BASE))
        : new RunRequest.After(
            String.valueOf(summaryOf),
            Told.SUMMARY,
            task,
            chosen,
            fresh.model(),
            wantedMode,
            start(Start.ITS_FILES));
  }

  private Start start(Start without) {
    String word = beginWith;
    return switch (word == null ? "" : word) {
      case "" -> without;
      case "base" -> Start.SAME_BASE;
      case "tip" -> Start.PRESENT_TIP;
      case "files" -> Start.ITS_FILES;
      default -> throw bad("--begin-with takes base, tip or files, not \"" + word + "\".");
    };
  }

  private int turn(String number) {
    if (!number.matches("\\d{1,9}")) {
      throw bad("--fork takes ID or ID@TURN, and a turn is a number, not \"" + number + "\".");
    }
    return Integer.parseInt(number);
  }

  private GivenBeforehand beforehand() {
    return new GivenBeforehand(withoutSandbox);
  }

  private Consumer<Recorded> printer() {
    if (json) {
      var lines = new EventJson();
      return event -> terminal.out().println(lines.line(event));
    }
    var text = new EventText(terminal.out()::println);
    return text::tell;
  }

  private int ended(RunEnd end, FollowedTurn turn) {
    String unanswered = turn.unanswered();
    String goOn = "muster run --resume " + end.session() + " \"what to do next\"";
    if (end.done()) {
      if (!json) {
        terminal.out().println("done: session " + end.session() + ", " + turn.summary());
      }
      return Exit.DONE;
    }
    if (unanswered != null) {
      terminal.say(
          "muster: this needs an answer and no one is here to give it: "
              + unanswered
              + "\nThe turn was interrupted; all it did is kept. Go on in the window, or in a"
              + " terminal with: "
              + goOn);
      return Exit.NEEDS_ANSWER;
    }
    String reason = end.reason();
    terminal.say(
        "muster: session "
            + end.session()
            + " is "
            + Words.state(end.state())
            + (reason == null ? "." : ": " + Plain.text(reason))
            + "\nWhat it said and did is in its history. Go on with: "
            + goOn);
    return Exit.FAILED;
  }

  private PermissionMode mode(String word) {
    for (PermissionMode known : PermissionMode.values()) {
      if (Words.mode(known).equals(word)) {
        return known;
      }
    }
    throw bad("--mode takes suggest, edit or full-auto, not \"" + word + "\".");
  }

  private Path repository(@Nullable String given) {
    try {
      Path path = given == null ? folder : folder.resolve(given);
      if (!Files.isDirectory(path)) {
        throw bad("There is no folder " + path + ".");
      }
      return path.toAbsolutePath().normalize();
    } catch (InvalidPathException not) {
      throw bad("Not a path: " + given);
    }
  }

  private String readTask() throws CliException {
    try {
      byte[] text = terminal.in().readNBytes(LONGEST_TASK + 1);
      if (text.length > LONGEST_TASK) {
        throw bad("The task is longer than " + Words.count(LONGEST_TASK) + " bytes.");
      }
      return new String(text, StandardCharsets.UTF_8).strip();
    } catch (IOException broken) {
      throw new CliException(
          Exit.BAD_USAGE, "The task could not be read: " + broken.getMessage(), broken);
    }
  }

  private ParameterException bad(String sentence) {
    return new ParameterException(spec.commandLine(), sentence);
  }
}
