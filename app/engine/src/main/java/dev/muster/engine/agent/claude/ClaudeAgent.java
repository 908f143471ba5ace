package dev.muster.engine.agent.claude;

import dev.muster.engine.agent.Agent;
import dev.muster.engine.agent.AgentException;
import dev.muster.engine.agent.AgentLaunch;
import dev.muster.engine.agent.AgentListener;
import dev.muster.engine.agent.AgentProfile;
import dev.muster.engine.agent.AgentSession;
import dev.muster.engine.agent.wire.AgentCommand;
import dev.muster.engine.host.Host;
import java.util.List;

/** Claude Code, as it is installed on this machine. Safe for any thread. */
public final class ClaudeAgent implements Agent {
  /** The launch option for how hard to think: low, medium, high, xhigh, max. */
  public static final String EFFORT = "effort";

  /** Names that every version takes; which models they stand for is told when one has started. */
  private static final List<String> MODELS = List.of("default", "opus", "sonnet", "haiku");

  private static final List<String> EFFORTS = List.of("low", "medium", "high", "xhigh", "max");

  private final AgentCommand command;
  private final Host host;

  /**
   * An agent.
   *
   * @param command how it was found; its id becomes the profile's
   * @param host where its processes run
   */
  public ClaudeAgent(AgentCommand command, Host host) {
    this.command = command;
    this.host = host;
  }

  @Override
  public AgentProfile profile() {
    String version = command.version();
    String status = command.availability().status();
    return new AgentProfile(
        command.id(),
        command.name(),
        version == null ? status : version + " · " + status,
        command.availability(),
        MODELS,
        false,
        true,
        true,
        true,
        true,
        true,
        EFFORTS);
  }

  @Override
  public AgentSession open(AgentLaunch launch, AgentListener out) throws AgentException {
    throw new AgentException(
        command.name() + " cannot be started on " + host.name() + " by this version of Muster.");
  }
}
