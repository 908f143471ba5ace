package dev.muster.engine.agent.contract;

import dev.muster.engine.agent.builtin.model.ScriptedModelServer.Seen;
import dev.muster.engine.agent.builtin.model.ScriptedReply;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** How the tools of the Muster agent are called. */
final class MusterTools implements Play.Tools {
  private static final JsonMapper JSON = new JsonMapper();

  @Override
  public ScriptedReply run(Seen request, String callId, String command) {
    return call(callId, "run", JSON.createObjectNode().put("command", command));
  }

  @Override
  public ScriptedReply write(Seen request, String callId, String path, String content) {
    return call(callId, "write", JSON.createObjectNode().put("path", path).put("content", content));
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

  private static ScriptedReply call(String id, String name, ObjectNode input) {
    return ScriptedReply.call(id, name, input.toString());
  }
}
