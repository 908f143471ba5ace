package dev.muster.engine.agent.builtin.tool;

import dev.muster.engine.agent.builtin.model.Cancel;
import dev.muster.engine.policy.ActionRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A prepared call made of its parts. */
record Call(String title, List<String> paths, @Nullable ActionRequest action, Body body)
    implements PreparedCall {

  /** What a call does once it may. */
  @FunctionalInterface
  interface Body {
    ToolResult run(Cancel cancel) throws InterruptedException;
  }

  @Override
  public ToolResult run(Cancel cancel) throws InterruptedException {
    return cancel.isCancelled()
        ? ToolResult.cancelled("Interrupted before it began; nothing was done.")
        : body.run(cancel);
  }
}
