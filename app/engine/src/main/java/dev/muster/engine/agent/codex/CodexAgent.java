package dev.muster.engine.agent.codex;

import dev.muster.engine.agent.Agent;
import dev.muster.engine.agent.AgentException;
import dev.muster.engine.agent.AgentLaunch;
import dev.muster.engine.agent.AgentListener;
import dev.muster.engine.agent.AgentProfile;
import dev.muster.engine.agent.AgentSession;
import dev.muster.engine.agent.wire.AgentCommand;
import dev.muster.engine.host.Host;
import java.util.List;

/** Codex, as it is installed on this machine. Safe for any thread. */
public final class CodexAgent implements Agent {
  /** The launch option for how hard to think: low, medium, high, xhigh. */
  public static final String EFFORT = "effort";

  static final List<String> EFFORTS = List.of("low", "medium", "high", "xhigh");

  private final AgentCommand command;
  private final Host host;

  /**
   * An agent.
   *
   * @param command how it was found, "app-server" included; its id becomes the profile's
   * @param host where its processes run
   */
  public CodexAgent(AgentCommand command, Host host) {
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
        List.of(),
        false,
        true,
        true,
        true,
        false,
        true,
        EFFORTS);
  }

  @Override
  public AgentSession open(AgentLaunch launch, AgentListener out) throws AgentException {
    return CodexSession.open(host, command, launch, out);
  }
}
