package dev.muster.engine.agent;

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
   * Ends the attempt in an orderly way, a running turn included; blocks until no process is left,
   * at most some seconds. Idempotent. No event follows once it has returned.
   */
  @Override
  void close();
}
