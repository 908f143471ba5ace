package dev.muster.engine.agent.builtin.model;

/** The ways a request to a model can fail, and whether trying again can help. */
public enum ModelFailure {
  /** Too many requests or tokens in a while. */
  RATE_LIMITED(true),
  /** The provider has no capacity right now. */
  OVERLOADED(true),
  /** The provider failed (5xx). */
  SERVER(true),
  /** The answer broke off or was not what the format allows. */
  BROKEN_STREAM(true),
  /** The answer came to its end without a word. */
  EMPTY_ANSWER(true),
  /** Nothing came for too long. */
  TIMEOUT(true),
  /** The server could not be reached. */
  NO_CONNECTION(true),
  /** No key, or a key that is not accepted. */
  AUTH(false),
  /** No credit or quota left. */
  QUOTA(false),
  /** No such model or address. */
  NOT_FOUND(false),
  /** The provider does not accept the request as it is. */
  BAD_REQUEST(false),
  /** The conversation is longer than the model can take. */
  CONTEXT_TOO_LONG(false),
  /**
   * The provider does not take back thinking of earlier turns, for example because the system text
   * is not the one it was made under. Sending the conversation without it helps.
   */
  THINKING_REJECTED(false),
  /** The provider declined to answer. */
  REFUSED(false),
  /** Stopped from our side. */
  CANCELLED(false);

  private final boolean retryable;

  ModelFailure(boolean retryable) {
    this.retryable = retryable;
  }

  /** Whether the same request may succeed later without a change. */
  public boolean retryable() {
    return retryable;
  }
}
