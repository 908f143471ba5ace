package dev.muster.engine.agent.contract;

import dev.muster.engine.agent.Agent;
import dev.muster.engine.agent.AgentProfile.Availability;
import dev.muster.engine.agent.builtin.model.ScriptedModelServer;
import dev.muster.engine.agent.builtin.model.ScriptedModelServer.Seen;
import dev.muster.engine.agent.builtin.model.ScriptedReply;
import dev.muster.engine.agent.claude.ClaudeAgent;
import dev.muster.engine.agent.wire.AgentCommand;
import dev.muster.engine.host.Environments;
import dev.muster.engine.host.LocalHost;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The real Claude Code, installed by the profile, with a model of our own. */
@Tag("real-agents")
class ClaudeContractTest extends AgentContract {
  private static final JsonMapper JSON = new JsonMapper();

  @Override
  protected Agent agent(ScriptedModelServer model, LocalHost host, Path home) {
    Map<String, String> env = new HashMap<>(Environments.scrubbed());
    env.put("HOME", home.toString());
    env.put("ANTHROPIC_BASE_URL", model.anthropicBaseUrl());
    env.put("ANTHROPIC_API_KEY", "sk-test");
    env.put("CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC", "1");
    return new ClaudeAgent(
        new AgentCommand(
            "claude",
            "Claude Code",
            List.of(Installed.program("claude")),
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
      public int planCalls() {
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
    };
  }

  private static ScriptedReply call(String id, String name, ObjectNode input) {
    return ScriptedReply.call(id, name, input.toString());
  }
}
