package dev.muster.engine.git;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Git could not do what was asked; the message is a sentence for a person. */
public class GitException extends IOException {
  private static final long serialVersionUID = 1L;
  private final String detail;

  public GitException(String sentence) {
    this(sentence, "", null);
  }

  public GitException(String sentence, String detail) {
    this(sentence, detail, null);
  }

  public GitException(String sentence, String detail, @Nullable Throwable cause) {
    super(sentence, cause);
    this.detail = detail;
  }

  /** The command and what git itself said, bounded; empty when there is nothing more to tell. */
  public String detail() {
    return detail;
  }
}
