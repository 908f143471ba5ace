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
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The real Qwen Code, installed by the profile, with a model of our own. It keeps no plan that it
 * would tell.
 */
@Tag("real-agents")
class QwenContractTest extends AgentContract {
  private static final JsonMapper JSON = new JsonMapper();

  @Override
  protected Agent agent(ScriptedModelServer model, LocalHost host, Path home) throws Exception {
    Path settings = Files.createDirectory(home.resolve(".qwen"));
    Files.writeString(
        settings.resolve("settings.json"),
        """
        {
          "security": {"auth": {"selectedType": "openai"}},
          "general": {"enableAutoUpdate": false},
          "privacy": {"usageStatisticsEnabled": false},
          "telemetry": {"enabled": false}
        }
        """);
    Path program = Path.of(Installed.program("qwen"));
    Map<String, String> env = new HashMap<>(Environments.scrubbed());
    env.put("HOME", home.toString());
    // Beside it lies a Node that is new enough.
    env.put("PATH", program.getParent() + File.pathSeparator + env.get("PATH"));
    env.put("OPENAI_API_KEY", "sk-test");
    env.put("OPENAI_BASE_URL", model.openAiBaseUrl());
    env.put("OPENAI_MODEL", "scripted-1");
    return new AcpAgent(
        new AgentCommand(
            "qwen",
            "Qwen Code",
            List.of(program.toString(), "--acp"),
            env,
            null,
            Availability.yes("ready")),
        host);
  }

  @Override
  protected Play.Tools tools() {
    return new Play.Tools() {
      @Override
      public ScriptedReply run(Seen request, String callId, String command) {
        return call(
            callId,
            "run_shell_command",
            JSON.createObjectNode()
                .put("command", command)
                .put("description", "Do it")
                .put("is_background", false));
      }

      @Override
      public ScriptedReply write(Seen request, String callId, String path, String content) {
        return call(
            callId,
            "write_file",
            JSON.createObjectNode()
                .put("file_path", Cwd.of(request) + "/" + path)
                .put("content", content));
      }

      @Override
      public ScriptedReply ask(Seen request, String callId) {
        ObjectNode input = JSON.createObjectNode();
        ObjectNode question = input.putArray("questions").addObject();
        question.put("question", "Which colour?").put("header", "Colour").put("multiSelect", false);
        ArrayNode options = question.putArray("options");
        options.addObject().put("label", "Red").put("description", "Warm");
        options.addObject().put("label", "Blue").put("description", "Cold");
        return call(callId, "ask_user_question", input);
      }
    };
  }

  private static ScriptedReply call(String id, String name, ObjectNode input) {
    return ScriptedReply.call(id, name, input.toString());
  }
}
