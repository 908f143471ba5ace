package dev.muster.engine.export;

/** A file could not be written or taken in; the message is a sentence for a person. */
public class ExportException extends Exception {
  private static final long serialVersionUID = 1;

  public ExportException(String sentence) {
    super(sentence);
  }

  public ExportException(String sentence, Throwable cause) {
    super(sentence, cause);
  }

  /** There is a file of that name, and nobody said that it may be replaced. */
  public static final class Exists extends ExportException {
    private static final long serialVersionUID = 1;

    Exists(String sentence) {
      super(sentence);
    }
  }

  /** Nothing was wrong with what was asked for: it was tried and failed, or was stopped. */
  public static final class Failed extends ExportException {
    private static final long serialVersionUID = 1;

    Failed(String sentence) {
      super(sentence);
    }

    Failed(String sentence, Throwable cause) {
      super(sentence, cause);
    }
  }
}
