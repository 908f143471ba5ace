package dev.muster.engine.agent.builtin;

import dev.muster.engine.agent.Agent;
import dev.muster.engine.agent.builtin.model.ApiKind;
import dev.muster.engine.agent.builtin.model.RetryPolicy;
import dev.muster.engine.agent.builtin.model.ScriptedModelServer;
import dev.muster.engine.agent.builtin.model.setup.KeyLookup;
import dev.muster.engine.agent.builtin.model.setup.ModelSettings;
import dev.muster.engine.agent.builtin.model.setup.Providers;
import dev.muster.engine.agent.builtin.model.setup.SystemKeychain;
import dev.muster.engine.agent.builtin.model.wire.HttpModelProvider;
import dev.muster.engine.agent.builtin.tool.ToolBox;
import dev.muster.engine.agent.builtin.tool.ToolResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A model server over real HTTP, and a place where a session would stand. */
abstract class LoopFixture {
  @TempDir Path dir;
  final ScriptedModelServer server = ScriptedModelServer.start();
  AgentHarness harness;

  @BeforeEach
  void prepare() throws Exception {
    Files.createDirectories(dir.resolve("tree"));
    harness = new AgentHarness(dir.resolve("tree").toRealPath(), dir);
  }

  @AfterEach
  void end() {
    harness.close();
    server.close();
  }

  /** A message without what only serves the cache. */
  static String plain(JsonNode message) {
    return message.toString().replaceAll(",?\"cache_control\":\\{[^}]*}", "");
  }

  static ProbeTool echo(String name, boolean parallelSafe) {
    return new ProbeTool(name, parallelSafe, (input, _) -> ToolResult.ok(input.toString(), null));
  }

  static RetryPolicy quick() {
    return new RetryPolicy(
        6, Duration.ofMillis(2), Duration.ofMillis(10), Duration.ofMinutes(10), 0.2);
  }

  final Agent agent(ApiKind api, ProbeTool... tools) {
    return agent(api, new LoopSettings(50, 0.8, 4, quick()), tools);
  }

  final Agent agent(ApiKind api, LoopSettings settings, ProbeTool... tools) {
    Map<String, String> env = new HashMap<>();
    env.put("ANTHROPIC_API_KEY", "test-key");
    env.put("ANTHROPIC_BASE_URL", server.anthropicBaseUrl());
    env.put("OPENAI_API_KEY", "test-key");
    env.put("OPENAI_BASE_URL", server.openAiBaseUrl());
    Providers providers =
        Providers.fromEnvironment(
            env,
            ModelSettings.NONE,
            new KeyLookup(env, new SystemKeychain(env, "Linux")),
            HttpModelProvider::newClient);
    String id =
        switch (api) {
          case ANTHROPIC -> "anthropic";
          case RESPONSES -> "openai";
          default -> "openai-chat";
        };
    return BuiltinAgents.agent(
        providers.find(id).orElseThrow(),
        providers.prices(),
        new ToolBox(List.of(tools)),
        settings);
  }
}
