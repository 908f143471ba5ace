package dev.muster.engine.agent.contract;

import dev.muster.engine.agent.builtin.model.ScriptedModelServer;
import dev.muster.engine.agent.builtin.model.ScriptedModelServer.Seen;
import dev.muster.engine.agent.builtin.model.ScriptedReply;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** How the tools of OpenCode are called, and how it is told of the model. */
final class OpenCodeTools implements Play.Tools {
  private static final JsonMapper JSON = new JsonMapper();

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

  private static ScriptedReply call(String id, String name, ObjectNode input) {
    return ScriptedReply.call(id, name, input.toString());
  }
}
