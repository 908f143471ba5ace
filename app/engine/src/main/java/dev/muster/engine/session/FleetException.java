package dev.muster.engine.session;

/** An operation on a session was refused or failed; the message is a sentence for a person. */
public final class FleetException extends Exception {
  private static final long serialVersionUID = 1;

  private final String sentence;

  public FleetException(String sentence) {
    super(sentence);
    this.sentence = sentence;
  }

  public FleetException(String sentence, Throwable cause) {
    super(sentence, cause);
    this.sentence = sentence;
  }

  /** The message; never null. */
  public String sentence() {
    return sentence;
  }
}
