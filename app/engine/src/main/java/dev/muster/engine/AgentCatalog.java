package dev.muster.engine;

import dev.muster.engine.agent.Agent;
import dev.muster.engine.agent.builtin.BuiltinAgents;
import dev.muster.engine.agent.builtin.LoopSettings;
import dev.muster.engine.agent.builtin.model.ApiKind;
import dev.muster.engine.agent.builtin.model.Price;
import dev.muster.engine.agent.builtin.model.rehearsal.Script;
import dev.muster.engine.agent.builtin.model.rehearsal.ScriptLibrary;
import dev.muster.engine.agent.builtin.model.setup.KeyLookup;
import dev.muster.engine.agent.builtin.model.setup.KeySource;
import dev.muster.engine.agent.builtin.model.setup.ModelSettings;
import dev.muster.engine.agent.builtin.model.setup.ProviderConfig;
import dev.muster.engine.agent.builtin.model.setup.Providers;
import dev.muster.engine.agent.builtin.model.setup.SystemKeychain;
import dev.muster.engine.agent.builtin.tool.BuiltinTools;
import dev.muster.engine.demo.Demo;
import dev.muster.engine.host.Host;
import dev.muster.engine.store.Settings;
import java.util.ArrayList;
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
        Providers.fromEnvironment(options.environment(), modelSettings(settings), keys);
    ScriptLibrary scripts = ScriptLibrary.standard().with(Demo.scripts().toArray(Script[]::new));
    Map<String, Agent> agents = new LinkedHashMap<>();
    for (Agent agent :
        BuiltinAgents.all(providers, scripts, BuiltinTools.on(host), LoopSettings.DEFAULT)) {
      agents.put(agent.profile().id(), agent);
    }
    return new AgentCatalog(agents, providers.problems());
  }

  private static ModelSettings modelSettings(Settings settings) {
    List<ProviderConfig> providers = new ArrayList<>();
    Map<String, Price> prices = new LinkedHashMap<>();
    for (Settings.Provider provider : settings.providers()) {
      providers.add(
          new ProviderConfig(
              provider.id(),
              provider.name(),
              api(provider.api()),
              provider.baseUrl() == null ? "" : provider.baseUrl(),
              key(provider),
              false,
              provider.models().isEmpty() ? "" : provider.models().getFirst(),
              provider.models(),
              0,
              0));
      provider.prices().forEach(price -> prices.put(price.model(), price(price)));
    }
    return new ModelSettings(providers, prices, List.of());
  }

  private static ApiKind api(Settings.Api api) {
    return switch (api) {
      case ANTHROPIC -> ApiKind.ANTHROPIC;
      case OPENAI_RESPONSES -> ApiKind.RESPONSES;
      case OPENAI_CHAT -> ApiKind.CHAT;
    };
  }

  private static KeySource key(Settings.Provider provider) {
    if (provider.keyEnv() != null) {
      return new KeySource.Environment(provider.keyEnv());
    }
    return provider.keyKeychain() != null
        ? new KeySource.Keychain(provider.keyKeychain())
        : new KeySource.None();
  }

  private static Price price(Settings.Price price) {
    Double read = price.cacheRead();
    Double write = price.cacheWrite();
    return new Price(
        price.input(),
        price.output(),
        read == null ? price.input() : read,
        write == null ? price.input() : write);
  }
}
