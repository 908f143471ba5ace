package dev.muster.engine.agent.contract;

import dev.muster.engine.agent.Agent;
import dev.muster.engine.agent.builtin.BuiltinAgents;
import dev.muster.engine.agent.builtin.LoopSettings;
import dev.muster.engine.agent.builtin.model.RetryPolicy;
import dev.muster.engine.agent.builtin.model.ScriptedModelServer;
import dev.muster.engine.agent.builtin.model.ScriptedModelServer.Seen;
import dev.muster.engine.agent.builtin.model.ScriptedReply;
import dev.muster.engine.agent.builtin.model.setup.KeyLookup;
import dev.muster.engine.agent.builtin.model.setup.ModelSettings;
import dev.muster.engine.agent.builtin.model.setup.Providers;
import dev.muster.engine.agent.builtin.model.setup.SystemKeychain;
import dev.muster.engine.agent.builtin.tool.BuiltinTools;
import dev.muster.engine.host.LocalHost;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Muster's own agent; nothing of it is installed. */
class MusterContractTest extends AgentContract {
  private static final JsonMapper JSON = new JsonMapper();

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
    return new Play.Tools() {
      @Override
      public ScriptedReply run(Seen request, String callId, String command) {
        return call(callId, "run", JSON.createObjectNode().put("command", command));
      }

      @Override
      public ScriptedReply write(Seen request, String callId, String path, String content) {
        return call(
            callId, "write", JSON.createObjectNode().put("path", path).put("content", content));
      }

      @Override
      public @Nullable ScriptedReply plan(Seen request, String callId, int done) {
        ObjectNode input = JSON.createObjectNode();
        ArrayNode steps = input.putArray("steps");
        for (int i = 1; i <= 3; i++) {
          steps.addObject().put("text", "Step " + i).put("state", i <= done ? "done" : "pending");
        }
        return call(callId, "update_plan", input);
      }

      @Override
      public @Nullable ScriptedReply ask(Seen request, String callId) {
        ObjectNode input = JSON.createObjectNode().put("question", "Which colour?");
        input.putArray("options").add("Red").add("Blue");
        return call(callId, "ask_user", input);
      }
    };
  }

  private static ScriptedReply call(String id, String name, ObjectNode input) {
    return ScriptedReply.call(id, name, input.toString());
  }
}
