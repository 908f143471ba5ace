package dev.muster.engine.store;

/**
 * The journal could not keep or read something. The message is a sentence for a person: what
 * happened, what was kept, what to do next.
 */
public final class JournalException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public JournalException(String sentence) {
    super(sentence);
  }

  public JournalException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
