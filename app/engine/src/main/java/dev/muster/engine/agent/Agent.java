package dev.muster.engine.agent;

/** A kind of agent that can be started any number of times. Safe for any thread. */
public interface Agent {
  /** What it is and can do. Does not block; the same answer every time. */
  AgentProfile profile();

  /**
   * Starts one attempt, or resumes where {@link AgentLaunch#history()} ends. May block for seconds;
   * called on a thread of the session, never on the JavaFX thread. No turn runs until the first
   * prompt.
   *
   * @throws AgentException with a sentence for a person, when it cannot be started
   */
  AgentSession open(AgentLaunch launch, AgentListener out) throws AgentException;
}
