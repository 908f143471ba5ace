package dev.muster.engine.agent.contract;

import dev.muster.engine.agent.Agent;
import dev.muster.engine.agent.builtin.BuiltinAgents;
import dev.muster.engine.agent.builtin.LoopSettings;
import dev.muster.engine.agent.builtin.model.RetryPolicy;
import dev.muster.engine.agent.builtin.model.ScriptedModelServer;
import dev.muster.engine.agent.builtin.model.setup.KeyLookup;
import dev.muster.engine.agent.builtin.model.setup.ModelSettings;
import dev.muster.engine.agent.builtin.model.setup.Providers;
import dev.muster.engine.agent.builtin.model.setup.SystemKeychain;
import dev.muster.engine.agent.builtin.tool.BuiltinTools;
import dev.muster.engine.host.LocalHost;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** Muster's own agent; nothing of it is installed. */
class MusterContractTest extends AgentContract {
  @Override
  protected Agent agent(ScriptedModelServer model, LocalHost host, Path home) {
    Map<String, String> env =
        Map.of("ANTHROPIC_API_KEY", "test-key", "ANTHROPIC_BASE_URL", model.anthropicBaseUrl());
    Providers providers =
        Providers.fromEnvironment(
            env, ModelSettings.NONE, new KeyLookup(env, new SystemKeychain(env, "Linux")));
    RetryPolicy quick =
        new RetryPolicy(
            6, Duration.ofMillis(2), Duration.ofMillis(10), Duration.ofMinutes(10), 0.2);
    return BuiltinAgents.agent(
        providers.find("anthropic").orElseThrow(),
        providers.prices(),
        BuiltinTools.on(host),
        new LoopSettings(50, 0.8, 4, quick));
  }

  @Override
  protected Play.Tools tools() {
    return new MusterTools();
  }
}
