package dev.muster.engine;

import dev.muster.engine.store.OwnerLock.Owner;
import org.jspecify.annotations.Nullable;

/** The engine could not be opened; the message is a sentence that says what to do. */
public class EngineException extends Exception {
  private static final long serialVersionUID = 1;

  private final String sentence;

  public EngineException(String sentence) {
    super(sentence);
    this.sentence = sentence;
  }

  public EngineException(String sentence, Throwable cause) {
    super(sentence, cause);
    this.sentence = sentence;
  }

  /** The message; never null. */
  public String sentence() {
    return sentence;
  }

  /** Another Muster owns the data folder. */
  public static final class Owned extends EngineException {
    private static final long serialVersionUID = 1;

    private final transient @Nullable Owner owner;

    Owned(@Nullable Owner owner) {
      super(
          "Another Muster is running with this data folder"
              + (owner == null ? "." : " (process " + owner.pid() + ")."));
      this.owner = owner;
    }

    /** Which one; null when it has not said so yet. */
    public @Nullable Owner owner() {
      return owner;
    }
  }
}
