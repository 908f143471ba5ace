package dev.muster.engine;

import dev.muster.engine.agent.Agent;
import dev.muster.engine.agent.builtin.BuiltinAgents;
import dev.muster.engine.agent.builtin.LoopSettings;
import dev.muster.engine.agent.builtin.model.rehearsal.Script;
import dev.muster.engine.agent.builtin.model.rehearsal.ScriptLibrary;
import dev.muster.engine.agent.builtin.model.setup.KeyLookup;
import dev.muster.engine.agent.builtin.model.setup.ModelSettings;
import dev.muster.engine.agent.builtin.model.setup.Providers;
import dev.muster.engine.agent.builtin.model.setup.SystemKeychain;
import dev.muster.engine.agent.builtin.tool.BuiltinTools;
import dev.muster.engine.demo.Demo;
import dev.muster.engine.host.Host;
import dev.muster.engine.store.Settings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The agents of this Muster, in the order in which they are offered: those that can be started
 * first, the rehearsal last.
 *
 * @param agents by id
 * @param problems what in the settings could not be used, a sentence each
 */
record AgentCatalog(Map<String, Agent> agents, List<String> problems) {

  static AgentCatalog of(EngineOptions options, Settings settings, Host host) {
    KeyLookup keys =
        new KeyLookup(
            options.environment(),
            new SystemKeychain(options.environment(), System.getProperty("os.name", "")));
    Providers providers =
        Providers.fromEnvironment(options.environment(), ModelSettings.of(settings), keys);
    ScriptLibrary scripts = ScriptLibrary.standard().with(Demo.scripts().toArray(Script[]::new));
    Map<String, Agent> agents = new LinkedHashMap<>();
    for (Agent agent :
        BuiltinAgents.all(providers, scripts, BuiltinTools.on(host), LoopSettings.DEFAULT)) {
      agents.put(agent.profile().id(), agent);
    }
    return new AgentCatalog(agents, providers.problems());
  }
}
