package dev.muster.cli;

import dev.muster.cli.FollowedTurn.Who;
import dev.muster.engine.control.Control;
import dev.muster.engine.control.ControlException;
import dev.muster.engine.control.RunEnd;
import dev.muster.engine.control.RunRequest;
import dev.muster.engine.event.EventJson;
import dev.muster.engine.event.Recorded;
import dev.muster.engine.event.SessionState;
import dev.muster.engine.store.SessionRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code muster resume}: goes on with what was cut short, and follows it to its end. */
@Command(
    name = "resume",
    description =
        "Goes on where a session was interrupted; with --all, all that a crash cut short.",
    mixinStandardHelpOptions = true,
    versionProvider = Cli.Version.class)
final class ResumeCommand implements Callable<Integer> {
  private static final String GO_ON = "Go on where you were interrupted.";

  private final Muster muster;
  private final Terminal terminal;
  private final Interrupts interrupts;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      arity = "0..1",
      paramLabel = "ID",
      description = "The session's id, or any beginning of it that no other has.")
  private @Nullable String session;

  @Option(
      names = "--all",
      description = "All sessions that Muster, their agent or the machine cut short.")
  private boolean all;

  @Option(names = "--json", description = "Every event as one JSON object in a line.")
  private boolean json;

  ResumeCommand(Muster muster, Terminal terminal, Interrupts interrupts) {
    this.muster = muster;
    this.terminal = terminal;
    this.interrupts = interrupts;
  }

  @Override
  public Integer call() throws CliException, InterruptedException {
    if (all == (session != null)) {
      throw new ParameterException(
          spec.commandLine(), "Name one session, or say --all for those a crash cut short.");
    }
    try (var open = muster.toWork()) {
      List<String> ids = session == null ? lost(open.reach()) : List.of(session);
      if (ids.isEmpty()) {
        terminal.say("muster: no session was cut short; there is nothing to resume.");
        return Exit.DONE;
      }
      return ids.size() == 1 ? follow(open, ids.getFirst(), false) : followAll(ids);
    } catch (ControlException refused) {
      throw Refused.because(refused);
    }
  }

  private static List<String> lost(Control control) throws ControlException {
    List<String> ids = new ArrayList<>();
    for (SessionRow row : control.list(false)) {
      if (row.state() == SessionState.LOST) {
        ids.add(row.id().value());
      }
    }
    return ids;
  }

  /** Each on a connection of its own, all at once; slots decide which of them work. */
  private int followAll(List<String> ids) throws CliException, InterruptedException {
    List<Future<Integer>> running = new ArrayList<>();
    int worst = Exit.DONE;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (String id : ids) {
        running.add(
            threads.submit(
                () -> {
                  try (var own = muster.toWork()) {
                    return follow(own, id, true);
                  }
                }));
      }
      for (Future<Integer> one : running) {
        try {
          worst = Math.max(worst, one.get());
        } catch (ExecutionException failed) {
          Throwable cause = failed.getCause() == null ? failed : failed.getCause();
          terminal.say("muster: " + cause.getMessage());
          worst = Math.max(worst, Exit.FAILED);
        }
      }
    }
    return worst;
  }

  private int follow(Muster.Open<Control> open, String id, boolean oneOfMany)
      throws ControlException, InterruptedException {
    Who who =
        open.window()
            ? Who.WINDOW
            : terminal.interactive() && !json && !oneOfMany ? Who.TERMINAL : Who.NOBODY;
    FollowedTurn turn =
        new FollowedTurn(
            open.reach(),
            terminal,
            printer(oneOfMany ? id + "  " : ""),
            who,
            new TypedLines(terminal.in()),
            asked -> Optional.empty());
    interrupts.onInterrupt(turn::interrupt);
    RunEnd end = turn.follow(new RunRequest.Next(id, GO_ON, null));
    if (end.done()) {
      if (!json) {
        terminal.out().println("done: session " + end.session() + ", " + turn.summary());
      }
      return Exit.DONE;
    }
    String reason = end.reason();
    terminal.say(
        "muster: session "
            + end.session()
            + " is "
            + Words.state(end.state())
            + (reason == null ? "." : ": " + Plain.text(reason))
            + "\nWhat it said and did is in its history. Go on with: muster resume "
            + end.session());
    return turn.unanswered() == null ? Exit.FAILED : Exit.NEEDS_ANSWER;
  }

  private Consumer<Recorded> printer(String before) {
    if (json) {
      var lines = new EventJson();
      return event -> terminal.out().println(lines.line(event));
    }
    var text = new EventText(line -> terminal.out().println(before + line));
    return text::tell;
  }
}
