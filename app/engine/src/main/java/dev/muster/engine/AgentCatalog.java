package dev.muster.engine;

import dev.muster.engine.agent.Agent;
import dev.muster.engine.host.Host;
import dev.muster.engine.store.Settings;
import java.util.List;
import java.util.Map;

/**
 * The agents of this Muster, in the order in which they are offered.
 *
 * @param problems what in the settings could not be used, a sentence each
 */
record AgentCatalog(Map<String, Agent> agents, List<String> problems) {

  static AgentCatalog of(EngineOptions options, Settings settings, Host host) {
    return new AgentCatalog(Map.of(), List.of());
  }
}
