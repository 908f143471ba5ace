package dev.muster.engine.agent.builtin.model;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request to a model failed. The message is a sentence for a person and never holds a key.
 *
 * <p>Nothing of the failed request counts: what was streamed before is discarded.
 */
public final class ModelException extends Exception {
  private static final long serialVersionUID = 1L;

  private final ModelFailure failure;
  private final @Nullable Duration retryAfter;
  private final int status;

  /**
   * Makes a failure.
   *
   * @param failure what kind
   * @param sentence what happened and, where it helps, what to do next
   * @param retryAfter how long the provider asks to wait, if it says so
   * @param status the HTTP status, 0 without one
   */
  public ModelException(
      ModelFailure failure,
      String sentence,
      @Nullable Duration retryAfter,
      int status,
      @Nullable Throwable cause) {
    super(sentence, cause);
    this.failure = failure;
    this.retryAfter = retryAfter;
    this.status = status;
  }

  /** Makes a failure without HTTP status or advice when to come back. */
  public ModelException(ModelFailure failure, String sentence) {
    this(failure, sentence, null, 0, null);
  }

  /** The request was stopped from our side. */
  public static ModelException cancelled() {
    return new ModelException(ModelFailure.CANCELLED, "The request to the model was cancelled.");
  }

  /** What kind of failure this is. */
  public ModelFailure failure() {
    return failure;
  }

  /** What happened, as a sentence. */
  public String sentence() {
    return String.valueOf(getMessage());
  }

  /** Whether the same request may succeed later. */
  public boolean retryable() {
    return failure.retryable();
  }

  /** How long the provider asks to wait. */
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }

  /** The HTTP status, 0 without one. */
  public int status() {
    return status;
  }
}
