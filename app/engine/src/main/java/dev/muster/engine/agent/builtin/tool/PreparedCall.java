package dev.muster.engine.agent.builtin.tool;

import dev.muster.engine.agent.builtin.model.Cancel;
import dev.muster.engine.policy.ActionRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A call that was understood and waits for leave to run. Used once. */
public interface PreparedCall {

  /** One line for a person: a command, a path, a pattern. */
  String title();

  /**
   * Files it is about: relative to the worktree with forward slashes, absolute where they are
   * outside.
   */
  List<String> paths();

  /** What the gate must allow first; null when the call touches neither files, nor processes. */
  @Nullable ActionRequest action();

  /**
   * Does it, and waits until it is done: for a command this may take minutes. Must only be called
   * once the gate has allowed {@link #action()}. Failures are results, not exceptions.
   *
   * @param cancel when thrown, the call ends soon with {@code CANCELLED} and leaves no process
   */
  ToolResult run(Cancel cancel) throws InterruptedException;
}
