package dev.muster.engine.agent.builtin.tool;

import dev.muster.engine.agent.builtin.model.ToolDefinition;
import dev.muster.engine.event.ToolKind;

/**
 * One thing the Muster agent can do. Tools hold no state of a session and are safe for any thread;
 * what belongs to the session comes in with the {@link ToolContext}.
 *
 * <p>A call is done in three steps, and {@link ToolRunner} does them in this order: {@link
 * #prepare} understands the arguments, the gate decides on {@link PreparedCall#action()}, and only
 * then {@link PreparedCall#run} acts.
 */
public interface Tool {

  /** Name, description and argument schema for the model; the same every time. */
  ToolDefinition definition();

  /** What sort of thing it does. */
  ToolKind kind();

  /** Whether calls may run at the same time as other parallel-safe calls: it changes nothing. */
  boolean parallelSafe();

  /**
   * Understands a call. Changes nothing, and looks at nothing outside the worktree. May block
   * briefly for the disk.
   *
   * @throws BadCallException when the arguments make no sense; its message is for the model
   */
  PreparedCall prepare(ToolCall call, ToolContext context) throws BadCallException;
}
