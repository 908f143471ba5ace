package dev.muster.engine.policy.shell;

/** A command line that cannot be read with certainty; the message says why, as a sentence. */
public final class UnreadableException extends Exception {
  private static final long serialVersionUID = 1;

  public UnreadableException(String sentence) {
    super(sentence);
  }

  /** Why it cannot be read. */
  public String sentence() {
    return String.valueOf(getMessage());
  }
}
