package dev.muster.engine.host;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A command could not be started or watched; the message is a sentence for a person. */
public class HostException extends IOException {
  private static final long serialVersionUID = 1L;

  public HostException(String sentence) {
    super(sentence);
  }

  public HostException(String sentence, @Nullable Throwable cause) {
    super(sentence, cause);
  }
}
