package dev.muster.engine.agent.builtin;

import dev.muster.engine.agent.builtin.model.Cancel;
import dev.muster.engine.agent.builtin.model.ToolDefinition;
import dev.muster.engine.agent.builtin.tool.PreparedCall;
import dev.muster.engine.agent.builtin.tool.Tool;
import dev.muster.engine.agent.builtin.tool.ToolCall;
import dev.muster.engine.agent.builtin.tool.ToolContext;
import dev.muster.engine.agent.builtin.tool.ToolResult;
import dev.muster.engine.event.ToolKind;
import dev.muster.engine.policy.ActionRequest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A tool whose calls a test can watch, hold up and let go. */
final class ProbeTool implements Tool {
  /** What a call does; blocks as long as the test wants. */
  interface Doing {
    ToolResult run(ObjectNode input, Cancel cancel) throws InterruptedException;
  }

  private final String name;
  private final boolean parallelSafe;
  private final Doing doing;
  private final List<String> runs = new ArrayList<>();

  ProbeTool(String name, boolean parallelSafe, Doing doing) {
    this.name = name;
    this.parallelSafe = parallelSafe;
    this.doing = doing;
  }

  /** The arguments of all calls that really ran, in order. */
  synchronized List<String> runs() {
    return List.copyOf(runs);
  }

  @Override
  public ToolDefinition definition() {
    return new ToolDefinition(
        name, "A probe.", (ObjectNode) JsonMapper.shared().readTree("{\"type\":\"object\"}"));
  }

  @Override
  public ToolKind kind() {
    return ToolKind.OTHER;
  }

  @Override
  public boolean parallelSafe() {
    return parallelSafe;
  }

  @Override
  public PreparedCall prepare(ToolCall call, ToolContext context) {
    return new PreparedCall() {
      @Override
      public String title() {
        return name;
      }

      @Override
      public List<String> paths() {
        return List.of();
      }

      @Override
      public @Nullable ActionRequest action() {
        return null;
      }

      @Override
      public ToolResult run(Cancel cancel) throws InterruptedException {
        synchronized (ProbeTool.this) {
          runs.add(call.input().toString());
        }
        return doing.run(call.input(), cancel);
      }
    };
  }
}
