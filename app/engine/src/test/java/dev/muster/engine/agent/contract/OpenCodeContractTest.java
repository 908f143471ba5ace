package dev.muster.engine.agent.contract;

import dev.muster.engine.agent.Agent;
import dev.muster.engine.agent.AgentProfile.Availability;
import dev.muster.engine.agent.acp.AcpAgent;
import dev.muster.engine.agent.builtin.model.ScriptedModelServer;
import dev.muster.engine.agent.builtin.model.ScriptedModelServer.Seen;
import dev.muster.engine.agent.builtin.model.ScriptedReply;
import dev.muster.engine.agent.wire.AgentCommand;
import dev.muster.engine.host.Environments;
import dev.muster.engine.host.LocalHost;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The real OpenCode, installed by the profile, with a model of our own. Its settings say nothing of
 * permissions: that it asks at all is the adapter's doing.
 */
@Tag("real-agents")
class OpenCodeContractTest extends AgentContract {
  private static final JsonMapper JSON = new JsonMapper();

  @Override
  protected Agent agent(ScriptedModelServer model, LocalHost host, Path home) throws Exception {
    Path settings = Files.createDirectories(home.resolve(".config/opencode"));
    Files.writeString(settings.resolve("opencode.json"), settings(model));
    Map<String, String> env = new HashMap<>(Environments.scrubbed());
    env.put("HOME", home.toString());
    for (String folder : List.of("CONFIG", "DATA", "STATE", "CACHE")) {
      env.remove("XDG_" + folder + "_HOME");
    }
    env.put("OPENCODE_DISABLE_MODELS_FETCH", "1");
    env.put("OPENCODE_DISABLE_LSP_DOWNLOAD", "1");
    return new AcpAgent(
        new AgentCommand(
            "opencode",
            "OpenCode",
            List.of(Installed.program("opencode"), "acp"),
            env,
            null,
            Availability.yes("ready")),
        host);
  }

  /** An opencode.json that knows no other model. */
  static String settings(ScriptedModelServer model) {
    return """
    {
      "autoupdate": false,
      "share": "disabled",
      "model": "scripted/large",
      "small_model": "scripted/small",
      "enabled_providers": ["scripted"],
      "provider": {
        "scripted": {
          "npm": "@ai-sdk/openai-compatible",
          "options": {"baseURL": "%s", "apiKey": "sk-test"},
          "models": {
            "large": {
              "name": "Large",
              "limit": {"context": 200000, "output": 8000},
              "cost": {"input": 1, "output": 5}
            },
            "small": {"name": "Small"}
          }
        }
      }
    }
    """
        .formatted(model.openAiBaseUrl());
  }

  @Override
  protected Play.Tools tools() {
    return new Play.Tools() {
      @Override
      public ScriptedReply run(Seen request, String callId, String command) {
        return call(
            callId,
            "bash",
            JSON.createObjectNode().put("command", command).put("description", "Do it"));
      }

      @Override
      public ScriptedReply write(Seen request, String callId, String path, String content) {
        if (!request.body().has("tools")) {
          return ScriptedReply.text("A title"); // it asks for one beside the work
        }
        return call(
            callId,
            "write",
            JSON.createObjectNode()
                .put("filePath", Cwd.of(request) + "/" + path)
                .put("content", content));
      }

      @Override
      public @Nullable ScriptedReply plan(Seen request, String callId, int done) {
        ObjectNode input = JSON.createObjectNode();
        ArrayNode todos = input.putArray("todos");
        for (int i = 1; i <= 3; i++) {
          todos
              .addObject()
              .put("content", "Step " + i)
              .put("status", i <= done ? "completed" : "pending")
              .put("priority", "medium");
        }
        return call(callId, "todowrite", input);
      }
    };
  }

  private static ScriptedReply call(String id, String name, ObjectNode input) {
    return ScriptedReply.call(id, name, input.toString());
  }
}
