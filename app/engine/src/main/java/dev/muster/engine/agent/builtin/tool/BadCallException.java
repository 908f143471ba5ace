package dev.muster.engine.agent.builtin.tool;

/** A call that makes no sense; the message tells the model what is wrong and what to do instead. */
public final class BadCallException extends Exception {
  private static final long serialVersionUID = 1;

  public BadCallException(String sentence) {
    super(sentence);
  }

  /** What is wrong, as a sentence. */
  public String sentence() {
    return String.valueOf(getMessage());
  }
}
