package dev.muster.engine.agent;

import dev.muster.engine.event.PermissionMode;
import dev.muster.engine.host.TreeUsage;

/**
 * One attempt: one run of an agent for one session. Its methods return at once; what comes of them
 * arrives at the {@link AgentListener}. Called by the session's actor only, one at a time.
 */
public interface AgentSession extends AutoCloseable {
  /**
   * Starts a turn. The attempt answers with {@code TurnStarted} and, always and exactly once,
   * {@code TurnEnded}. Not called while a turn runs.
   */
  void prompt(Prompt prompt);

  /** Puts a prompt into the running turn. Only where {@link AgentProfile#steers()}. */
  void steer(Prompt prompt);

  /**
   * Ends the running turn: running tools are ended with their whole process tree, and {@code
   * TurnEnded(INTERRUPTED)} follows. Does nothing when no turn runs.
   */
  void interrupt();

  /**
   * The user changed the permission mode. {@link Gate#mode()} says it already; an agent that keeps
   * a mode of its own is told here.
   */
  default void modeChanged(PermissionMode mode) {}

  /**
   * What its process tree uses now; unknown for an agent without one. May take some milliseconds;
   * called from any thread, also after the end.
   */
  default TreeUsage usage() {
    return TreeUsage.unknown();
  }

  /**
   * Ends the attempt in an orderly way, a running turn included; blocks until no process is left,
   * at most some seconds. Idempotent. No event follows once it has returned.
   */
  @Override
  void close();
}
