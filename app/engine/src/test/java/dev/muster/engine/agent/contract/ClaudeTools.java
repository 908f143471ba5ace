package dev.muster.engine.agent.contract;

import dev.muster.engine.agent.builtin.model.ScriptedModelServer.Seen;
import dev.muster.engine.agent.builtin.model.ScriptedReply;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** How the tools of Claude Code are called. */
final class ClaudeTools implements Play.Tools {
  private static final JsonMapper JSON = new JsonMapper();

  @Override
  public ScriptedReply run(Seen request, String callId, String command) {
    return call(
        callId,
        "Bash",
        JSON.createObjectNode().put("command", command).put("description", "Do it"));
  }

  @Override
  public ScriptedReply write(Seen request, String callId, String path, String content) {
    return call(
        callId,
        "Write",
        JSON.createObjectNode()
            .put("file_path", Cwd.of(request) + "/" + path)
            .put("content", content));
  }

  @Override
  public int planCalls(Seen request) {
    return 3;
  }

  @Override
  public @Nullable ScriptedReply plan(Seen request, String callId, int done) {
    if (done == 0) {
      ScriptedReply reply = ScriptedReply.text("");
      for (int i = 1; i <= 3; i++) {
        reply =
            reply.andCall(
                callId + "_" + i,
                "TaskCreate",
                JSON.createObjectNode()
                    .put("subject", "Step " + i)
                    .put("description", "Step " + i)
                    .toString());
      }
      return reply;
    }
    ScriptedReply reply = ScriptedReply.text("");
    for (int i = 1; i <= 3; i++) {
      reply =
          reply.andCall(
              callId + "_" + i,
              "TaskUpdate",
              JSON.createObjectNode()
                  .put("taskId", Integer.toString(i))
                  .put("status", "completed")
                  .toString());
    }
    return reply;
  }

  @Override
  public ScriptedReply ask(Seen request, String callId) {
    ObjectNode input = JSON.createObjectNode();
    ObjectNode question = input.putArray("questions").addObject();
    question.put("question", "Which colour?").put("header", "Colour").put("multiSelect", false);
    ArrayNode options = question.putArray("options");
    options.addObject().put("label", "Red").put("description", "Warm");
    options.addObject().put("label", "Blue").put("description", "Cold");
    return call(callId, "AskUserQuestion", input);
  }

  private static ScriptedReply call(String id, String name, ObjectNode input) {
    return ScriptedReply.call(id, name, input.toString());
  }
}
