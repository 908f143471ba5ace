package dev.muster.engine.keep;

import java.util.concurrent.CompletionException;

/** Something could not be put aside or thrown away; the message is a sentence for a person. */
public final class KeepException extends Exception {
  private static final long serialVersionUID = 1;

  public KeepException(String sentence) {
    super(sentence);
  }

  /** Why something could not be stored, after {@code before}. */
  static KeepException of(String before, CompletionException failed) {
    Throwable cause = failed.getCause();
    return new KeepException(before + (cause == null ? failed : cause).getMessage(), failed);
  }

  public KeepException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
