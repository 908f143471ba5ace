package dev.muster.engine.agent;

/** An agent could not be started; the message is a sentence for a person that says what to do. */
public final class AgentException extends Exception {
  private static final long serialVersionUID = 1;

  public AgentException(String sentence) {
    super(sentence);
  }

  public AgentException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
