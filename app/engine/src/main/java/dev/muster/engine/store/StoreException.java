package dev.muster.engine.store;

/**
 * The data folder, its database or the settings could not be opened or written. The message is a
 * sentence for a person: what happened, what was kept, what to do next.
 */
public final class StoreException extends Exception {
  private static final long serialVersionUID = 1;

  public StoreException(String sentence) {
    super(sentence);
  }

  public StoreException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
