package dev.muster.engine.policy;

/** A rule that cannot be read; the message says what is wrong and what a rule looks like. */
public final class RuleFormatException extends Exception {
  private static final long serialVersionUID = 1;

  public RuleFormatException(String sentence) {
    super(sentence);
  }

  /** What is wrong, as a sentence. */
  public String sentence() {
    return String.valueOf(getMessage());
  }
}
