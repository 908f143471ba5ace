package dev.muster.engine.agent.contract;

import dev.muster.engine.agent.Agent;
import dev.muster.engine.agent.AgentProfile.Availability;
import dev.muster.engine.agent.builtin.model.ScriptedModelServer;
import dev.muster.engine.agent.builtin.model.ScriptedModelServer.Seen;
import dev.muster.engine.agent.builtin.model.ScriptedReply;
import dev.muster.engine.agent.codex.CodexAgent;
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
import tools.jackson.databind.node.StringNode;

/**
 * The real Codex, installed by the profile, with a model of our own. Its current models call one
 * tool, {@code exec}, with a script that calls the others; so does this one.
 */
@Tag("real-agents")
class CodexContractTest extends AgentContract {
  private static final JsonMapper JSON = new JsonMapper();

  @Override
  protected Agent agent(ScriptedModelServer model, LocalHost host, Path home) throws Exception {
    Path settings = Files.createDirectory(home.resolve(".codex"));
    Files.writeString(
        settings.resolve("config.toml"),
        """
        model = "gpt-6.1-sol"
        model_provider = "scripted"
        check_for_update_on_startup = false
        [model_providers.scripted]
        name = "Scripted"
        base_url = "%s"
        wire_api = "responses"
        env_key = "SCRIPTED_KEY"
        request_max_retries = 2
        stream_max_retries = 2
        [analytics]
        enabled = false
        [feedback]
        enabled = false
        """
            .formatted(model.openAiBaseUrl()));
    Map<String, String> env = new HashMap<>(Environments.scrubbed());
    env.put("HOME", home.toString());
    env.put("CODEX_HOME", settings.toString());
    env.put("SCRIPTED_KEY", "sk-test");
    // Its helpers must not lie below the folder for temporary files.
    env.put("TMPDIR", Files.createDirectory(home.resolve("tmp")).toString());
    return new CodexAgent(
        new AgentCommand(
            "codex",
            "Codex",
            List.of(Installed.program("codex"), "app-server"),
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
        ObjectNode input = JSON.createObjectNode().put("cmd", command);
        return script(callId, "text(await tools.exec_command(" + input + "));");
      }

      @Override
      public ScriptedReply write(Seen request, String callId, String path, String content) {
        StringBuilder patch = new StringBuilder("*** Begin Patch\n*** Add File: " + path + "\n");
        content.lines().forEach(line -> patch.append('+').append(line).append('\n'));
        patch.append("*** End Patch\n");
        return script(
            callId, "text(await tools.apply_patch(" + StringNode.valueOf(patch.toString()) + "));");
      }

      @Override
      public @Nullable ScriptedReply plan(Seen request, String callId, int done) {
        ObjectNode input = JSON.createObjectNode();
        ArrayNode steps = input.putArray("plan");
        for (int i = 1; i <= 3; i++) {
          steps
              .addObject()
              .put("step", "Step " + i)
              .put("status", i <= done ? "completed" : "pending");
        }
        return script(callId, "text(await tools.update_plan(" + input + "));");
      }
    };
  }

  private static ScriptedReply script(String id, String script) {
    return ScriptedReply.freeform(id, "exec", script);
  }
}
