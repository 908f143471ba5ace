package dev.muster.cli;

import dev.muster.engine.control.ControlException;
import dev.muster.engine.control.ControlJson;
import dev.muster.engine.event.OutcomeEvent.Rewound;
import dev.muster.engine.session.RewindPoint;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code muster rewind ID TURN}: takes a session back to the end of a turn, and forward again. */
@Command(
    name = "rewind",
    description = {
      "Takes a session back to the end of a turn, and forward again.",
      "Its files, its branch and, where the agent can, the conversation. What was there is kept."
          + " Without a turn it lists those there are."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Cli.Version.class)
final class RewindCommand implements Callable<Integer> {
  private static final int PROMPT = 70;

  private final Muster muster;
  private final Terminal terminal;
  private final Clock clock;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      index = "0",
      paramLabel = "ID",
      description = "The session's id, or any beginning of it that no other has.")
  private String session = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "TURN",
      description = "The turn at whose end it was as it is to be; 0 is the beginning.")
  private @Nullable Integer turn;

  @Option(
      names = "--forward",
      description = "Takes the last rewind back, as long as no turn has begun since.")
  private boolean forward;

  @Option(names = "--json", description = "What was done, or each turn, as one JSON object a line.")
  private boolean json;

  RewindCommand(Muster muster, Terminal terminal, Clock clock) {
    this.muster = muster;
    this.terminal = terminal;
    this.clock = clock;
  }

  @Override
  public Integer call() throws CliException {
    Integer to = turn;
    if (forward && to != null) {
      throw new ParameterException(
          spec.commandLine(), "--forward goes to where it was before; it takes no turn.");
    }
    if (to != null && to < 0) {
      throw new ParameterException(
          spec.commandLine(), "Turns are counted from 1; 0 is the beginning.");
    }
    try (var open = muster.toWork()) {
      if (to == null && !forward) {
        list(open.reach().points(session));
      } else {
        tell(open.reach().rewind(session, to));
      }
      return Exit.DONE;
    } catch (ControlException refused) {
      throw Refused.because(refused);
    }
  }

  private void tell(Rewound done) {
    terminal.out().println(json ? new ControlJson().line(done) : Words.rewound(done));
  }

  private void list(List<RewindPoint> points) {
    for (RewindPoint point : points) {
      if (json) {
        terminal.out().println(new ControlJson().line(point));
        continue;
      }
      String prompt = point.prompt();
      String what =
          point.turn() == 0 ? "the beginning" : prompt == null ? "" : Plain.line(prompt, PROMPT);
      terminal
          .out()
          .println(
              String.format(
                  "%s%4d  %-10s  %-22s  %s%s",
                  point.here() ? "*" : " ",
                  point.turn(),
                  Words.since(point.made(), clock.instant()),
                  point.conversation() ? "files and conversation" : "files",
                  what,
                  point.leadsHere() ? "" : "  (left behind)"));
    }
  }
}
