package dev.muster.engine.agent.contract;

import dev.muster.engine.agent.builtin.model.ScriptedModelServer;
import dev.muster.engine.agent.builtin.model.ScriptedModelServer.Seen;
import dev.muster.engine.agent.builtin.model.ScriptedReply;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * How the tools of Codex are called (its current models call one, {@code exec}, with a script), and
 * how it is told of the model.
 */
final class CodexTools implements Play.Tools {
  private static final JsonMapper JSON = new JsonMapper();

  /** A config.toml that knows no other model. */
  static String settings(ScriptedModelServer model) {
    return """
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
        .formatted(model.openAiBaseUrl());
  }

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
      steps.addObject().put("step", "Step " + i).put("status", i <= done ? "completed" : "pending");
    }
    return script(callId, "text(await tools.update_plan(" + input + "));");
  }

  private static ScriptedReply script(String id, String script) {
    return ScriptedReply.freeform(id, "exec", script);
  }
}
