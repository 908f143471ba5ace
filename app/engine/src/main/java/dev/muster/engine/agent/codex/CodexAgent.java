package dev.muster.engine.agent.codex;

import dev.muster.engine.agent.Agent;
import dev.muster.engine.agent.AgentException;
import dev.muster.engine.agent.AgentLaunch;
import dev.muster.engine.agent.AgentListener;
import dev.muster.engine.agent.AgentProfile;
import dev.muster.engine.agent.AgentSession;
import dev.muster.engine.agent.wire.AgentCommand;
import dev.muster.engine.host.Host;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Codex, as it is installed on this machine. Safe for any thread. */
public final class CodexAgent implements Agent {
  /** The launch option for how hard to think: low, medium, high, xhigh. */
  public static final String EFFORT = "effort";

  private static final List<String> EFFORTS = List.of("low", "medium", "high", "xhigh");
  private static final int MOST_MODELS = 50;

  private final AgentCommand command;
  private final Host host;
  private volatile Offer offer = new Offer(List.of(), EFFORTS);

  /** What can be chosen, as a process that was started has told. */
  private record Offer(List<String> models, List<String> efforts) {}

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

  /** {@inheritDoc} Models are told by the program when one was started; until then its own. */
  @Override
  public AgentProfile profile() {
    Offer now = offer;
    String version = command.version();
    String status = command.availability().status();
    return new AgentProfile(
            command.id(),
            command.name(),
            version == null ? status : version + " · " + status,
            command.availability(),
            now.models(),
            false,
            true,
            true,
            true,
            false,
            true,
            now.efforts())
        .withConversations(true, true);
  }

  @Override
  public AgentSession open(AgentLaunch launch, AgentListener out) throws AgentException {
    return CodexSession.open(host, command, launch, out, this::learn);
  }

  /** Takes the answer of {@code model/list}. */
  private void learn(JsonNode answer) {
    List<String> models = new ArrayList<>();
    Set<String> efforts = new LinkedHashSet<>();
    for (JsonNode model : answer.path("data")) {
      String name = model.path("model").asString("");
      if (!name.isBlank() && models.size() < MOST_MODELS && !model.path("hidden").asBoolean()) {
        models.add(name);
        for (JsonNode effort : model.path("supportedReasoningEfforts")) {
          efforts.add(effort.path("reasoningEffort").asString(""));
        }
      }
    }
    efforts.remove("");
    if (!models.isEmpty()) {
      offer = new Offer(List.copyOf(models), efforts.isEmpty() ? EFFORTS : List.copyOf(efforts));
    }
  }
}
