package dev.muster.engine.git;

/**
 * Something was not done because it could have lost work; nothing was changed. The message is a
 * sentence for a person.
 */
public final class RefusedException extends GitException {
  private static final long serialVersionUID = 1L;

  /** Why. */
  public enum Reason {
    /** The file is not any more what the person looked at: look again. */
    CHANGED,
    /** Something else is where the file belongs. */
    IN_THE_WAY,
    /** The way to the file leads over a link or out of the worktree. */
    OUTSIDE,
    /** It does not fit to what changed since. */
    CONFLICT,
    /** It cannot be done with such a file. */
    NOT_POSSIBLE,
    /** There is nothing to do. */
    NOTHING
  }

  private final Reason reason;

  RefusedException(Reason reason, String sentence) {
    super(sentence);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
