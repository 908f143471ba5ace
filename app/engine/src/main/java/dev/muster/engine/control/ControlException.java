package dev.muster.engine.control;

/** A request was not done; the message is a sentence for a person, the code is for a program. */
public final class ControlException extends Exception {
  private static final long serialVersionUID = 1;

  /** Why it was not done. */
  public enum Code {
    /** The request cannot be understood, or lacks something. */
    BAD_REQUEST,
    /** The other side speaks a newer or older protocol. */
    OTHER_VERSION,
    /** No such session, or more than one begins like that. */
    NOT_FOUND,
    /** The fleet said no. */
    REFUSED,
    /** A file is there already, and nobody said that it may be replaced. */
    EXISTS,
    /** The Muster that was asked has no window. */
    NO_WINDOW,
    /** It is about to end, or has too much to do. Asking again may help. */
    BUSY,
    /** The connection broke; what was under way goes on where it runs. */
    GONE,
    /** Something failed inside; the log says more. */
    FAILED
  }

  private final Code code;

  public ControlException(Code code, String sentence) {
    super(sentence);
    this.code = code;
  }

  public ControlException(Code code, String sentence, Throwable cause) {
    super(sentence, cause);
    this.code = code;
  }

  /** Why it was not done. */
  public Code code() {
    return code;
  }
}
