package dev.muster.engine.imported;

/** An import could not go on; the message is a sentence for a person. */
public final class ImportException extends Exception {
  private static final long serialVersionUID = 1;

  public ImportException(String sentence) {
    super(sentence);
  }

  public ImportException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
