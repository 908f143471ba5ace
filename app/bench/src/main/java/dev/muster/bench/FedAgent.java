package dev.muster.bench;

import dev.muster.engine.agent.Agent;
import dev.muster.engine.agent.AgentLaunch;
import dev.muster.engine.agent.AgentListener;
import dev.muster.engine.agent.AgentProfile;
import dev.muster.engine.agent.AgentSession;
import dev.muster.engine.agent.Prompt;
import dev.muster.engine.event.ObservedEvent.AgentStarted;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.event.ToolKind;
import dev.muster.engine.event.ToolOutcome;
import dev.muster.engine.event.TurnEvent.End;
import dev.muster.engine.event.TurnEvent.TurnEnded;
import dev.muster.engine.event.TurnEvent.TurnStarted;
import dev.muster.engine.event.WorkEvent;
import dev.muster.engine.event.WorkEvent.ToolFinished;
import dev.muster.engine.event.WorkEvent.ToolOutput;
import dev.muster.engine.event.WorkEvent.ToolStarted;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * An agent whose commands print what a benchmark gives it, in the same events and pieces as those
 * of Muster's own agent: a new command whenever one has printed as much as events hold.
 */
final class FedAgent implements Agent {
  static final String ID = "fed";

  /** Characters of one command's output that go into events. */
  private static final int OF_ONE_COMMAND = 256 * 1024;

  private final Map<SessionId, Attempt> attempts = new ConcurrentHashMap<>();

  @Override
  public AgentProfile profile() {
    return new AgentProfile(
        ID,
        "Benchmark",
        "prints what it is given",
        AgentProfile.Availability.yes("ready"),
        List.of(),
        true,
        false,
        false,
        false,
        false,
        false,
        List.of());
  }

  @Override
  public AgentSession open(AgentLaunch launch, AgentListener out) {
    Attempt attempt = new Attempt(out);
    attempts.put(launch.session(), attempt);
    out.event(new AgentStarted(launch.attempt(), null, null, null, launch.session().value()));
    return attempt;
  }

  /** Has a session's command print this. */
  void print(SessionId session, String text) {
    Attempt attempt = attempts.get(session);
    if (attempt != null) {
      attempt.print(text);
    }
  }

  private static final class Attempt implements AgentSession {
    private final AgentListener out;
    private int command;
    private int printed;

    Attempt(AgentListener out) {
      this.out = out;
    }

    @Override
    public synchronized void prompt(Prompt prompt) {
      out.event(new TurnStarted(prompt.promptId()));
    }

    synchronized void print(String text) {
      if (command == 0 || printed + text.length() > OF_ONE_COMMAND) {
        next();
      }
      printed += text.length();
      for (int at = 0; at < text.length(); at += WorkEvent.OUTPUT_CHUNK) {
        int end = Math.min(text.length(), at + WorkEvent.OUTPUT_CHUNK);
        out.event(new ToolOutput("call-" + command, text.substring(at, end), null));
      }
    }

    private void next() {
      if (command > 0) {
        out.event(
            new ToolFinished(
                "call-" + command, ToolOutcome.OK, 0, 4_000, null, null, null, "as printed"));
      }
      command++;
      printed = 0;
      out.event(
          new ToolStarted(
              "call-" + command,
              ToolKind.RUN,
              "run",
              "sh test/run.sh --repeat 1000 part-" + command,
              "{}",
              List.of(),
              false,
              null));
    }

    @Override
    public void steer(Prompt prompt) {
      throw new IllegalStateException("This agent does not steer.");
    }

    @Override
    public void interrupt() {
      out.event(new TurnEnded(End.INTERRUPTED, null));
    }

    @Override
    public void close() {
      // It holds nothing that has to end.
    }
  }
}
