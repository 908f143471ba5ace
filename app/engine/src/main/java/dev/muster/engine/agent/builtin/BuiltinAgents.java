package dev.muster.engine.agent.builtin;

import dev.muster.engine.agent.Agent;
import dev.muster.engine.agent.AgentProfile;
import dev.muster.engine.agent.AgentProfile.Availability;
import dev.muster.engine.agent.builtin.model.ModelProvider;
import dev.muster.engine.agent.builtin.model.Prices;
import dev.muster.engine.agent.builtin.model.rehearsal.RehearsalProvider;
import dev.muster.engine.agent.builtin.model.rehearsal.ScriptLibrary;
import dev.muster.engine.agent.builtin.model.setup.ProviderConfig;
import dev.muster.engine.agent.builtin.model.setup.Providers;
import dev.muster.engine.agent.builtin.tool.ToolBox;
import java.util.ArrayList;
import java.util.List;

/** Makes Muster's own agents: one per model provider, and last the rehearsal. */
public final class BuiltinAgents {
  /** The id of the agent whose model is played from a script. */
  public static final String REHEARSAL = "rehearsal";

  private BuiltinAgents() {}

  /** The agents; ready ones and those that say what they lack. Does not block. */
  public static List<Agent> all(
      Providers providers, ScriptLibrary scripts, ToolBox tools, LoopSettings settings) {
    List<Agent> agents = new ArrayList<>();
    for (Providers.Entry entry : providers.all()) {
      agents.add(agent(entry, providers.prices(), tools, settings));
    }
    agents.add(rehearsal(scripts, providers.prices(), tools, settings));
    return List.copyOf(agents);
  }

  /** The agent on one provider. */
  public static Agent agent(
      Providers.Entry entry, Prices prices, ToolBox tools, LoopSettings settings) {
    ProviderConfig config = entry.config();
    String remedy = entry.remedy();
    boolean priced =
        !config.model().isEmpty()
            && prices.find(config.model()).filter(info -> info.price() != null).isPresent();
    AgentProfile profile =
        new AgentProfile(
                "muster-" + config.id(),
                "Muster agent · " + config.label(),
                entry.ready() ? entry.status() : "no key",
                remedy == null
                    ? Availability.yes("ready")
                    : Availability.no(entry.status(), remedy),
                config.models(),
                false,
                true,
                true,
                true,
                priced,
                true,
                List.of())
            .withConversations(true, true);
    return new BuiltinAgent(
        profile, entry.provider(), prices, config.contextWindow(), tools, settings);
  }

  /** The agent whose model is played: real tools, real files, no model. */
  public static Agent rehearsal(
      ScriptLibrary scripts, Prices prices, ToolBox tools, LoopSettings settings) {
    ModelProvider provider = new RehearsalProvider(scripts);
    AgentProfile profile =
        new AgentProfile(
                REHEARSAL,
                "Rehearsal",
                "scripted · no model, no key, real tools",
                Availability.yes("ready"),
                List.of(provider.defaultModel()),
                true,
                true,
                true,
                true,
                false,
                false,
                List.of())
            .withConversations(true, true);
    return new BuiltinAgent(profile, provider, prices, 0, tools, settings);
  }
}
