package dev.muster.engine.agent.contract;

import dev.muster.engine.agent.builtin.model.ScriptedModelServer.Seen;
import dev.muster.engine.agent.builtin.model.ScriptedReply;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/** How the tools of Codex are called: its current models call one, {@code exec}, with a script. */
final class CodexTools implements Play.Tools {
  private static final JsonMapper JSON = new JsonMapper();

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
