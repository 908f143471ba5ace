package dev.muster.engine.agent.acp;

import dev.muster.engine.agent.Agent;
import dev.muster.engine.agent.AgentException;
import dev.muster.engine.agent.AgentLaunch;
import dev.muster.engine.agent.AgentListener;
import dev.muster.engine.agent.AgentProfile;
import dev.muster.engine.agent.AgentSession;
import dev.muster.engine.agent.acp.AcpChoices.Choice;
import dev.muster.engine.agent.wire.AgentCommand;
import dev.muster.engine.host.Host;
import java.util.Comparator;
import java.util.List;

/**
 * An agent of this machine that speaks the Agent Client Protocol, such as OpenCode, the Gemini CLI
 * or Qwen Code. Safe for any thread.
 */
public final class AcpAgent implements Agent {
  private static final int MOST_MODELS = 200;

  private final AgentCommand command;
  private final Host host;
  private final AcpTraits traits;
  private volatile List<String> models = List.of();

  /**
   * An agent.
   *
   * @param command how it was found, what makes it speak the protocol included; its id becomes the
   *     profile's
   * @param host where its processes run
   */
  public AcpAgent(AgentCommand command, Host host) {
    this.command = command;
    this.host = host;
    this.traits = AcpTraits.of(command);
  }

  /** {@inheritDoc} It tells its models once a session was opened. */
  @Override
  public AgentProfile profile() {
    String version = command.version();
    String status = command.availability().status();
    return new AgentProfile(
            command.id(),
            command.name(),
            version == null ? status : version + " · " + status,
            command.availability(),
            models,
            false,
            traits.steers(),
            traits.resumes(),
            traits.asks(),
            traits.reportsCost(),
            true,
            List.of())
        .withConversations(traits.forks(), false);
  }

  @Override
  public AgentSession open(AgentLaunch launch, AgentListener out) throws AgentException {
    return AcpSession.open(host, command, traits, launch, out, this::learn);
  }

  private void learn(AcpChoices choices) {
    List<String> offered =
        choices.models().stream()
            .map(Choice::id)
            .sorted(Comparator.comparing(id -> !id.equals(choices.modelId())))
            .distinct()
            .limit(MOST_MODELS)
            .toList();
    if (!offered.isEmpty()) {
      models = offered;
    }
  }
}
