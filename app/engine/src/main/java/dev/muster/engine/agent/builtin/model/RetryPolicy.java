package dev.muster.engine.agent.builtin.model;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * How often and after what pause a failed request is tried again.
 *
 * @param maxAttempts attempts in all, at least 1
 * @param first pause after the first failure; it doubles with every further one
 * @param cap longest pause of our own choosing
 * @param longestWait longest pause taken when the provider names one; beyond it we give up, because
 *     a person should decide about waiting that long
 * @param jitter part of the pause that is left to chance, 0 to 1, so that sessions do not all come
 *     back at once
 */
public record RetryPolicy(
    int maxAttempts, Duration first, Duration cap, Duration longestWait, double jitter) {

  /** An empty answer is mostly what the model meant; more attempts than this are a waste. */
  private static final int EMPTY_ANSWER_ATTEMPTS = 3;

  /** Eight attempts within about three minutes; waits up to ten minutes when asked to. */
  public static final RetryPolicy DEFAULT =
      new RetryPolicy(
          8, Duration.ofSeconds(1), Duration.ofSeconds(60), Duration.ofMinutes(10), 0.25);

  public RetryPolicy {
    if (maxAttempts < 1 || jitter < 0 || jitter > 1) {
      throw new IllegalArgumentException("at least one attempt, jitter from 0 to 1");
    }
  }

  /** The pause before the next attempt, or empty when it is time to give up. */
  public Optional<Duration> pause(int failedAttempt, ModelException cause, RandomGenerator chance) {
    int attempts =
        cause.failure() == ModelFailure.EMPTY_ANSWER
            ? Math.min(maxAttempts, EMPTY_ANSWER_ATTEMPTS)
            : maxAttempts;
    if (!cause.retryable() || failedAttempt >= attempts) {
      return Optional.empty();
    }
    Duration asked = cause.retryAfter().orElse(null);
    if (asked != null) {
      // Never earlier than asked; a little later by chance, so that nine sessions do not stampede.
      return asked.compareTo(longestWait) > 0
          ? Optional.empty()
          : Optional.of(asked.plus(scaled(first, jitter * chance.nextDouble())));
    }
    Duration pause = cap;
    if (failedAttempt <= 30) {
      Duration doubled = first.multipliedBy(1L << (failedAttempt - 1));
      pause = doubled.compareTo(cap) < 0 ? doubled : cap;
    }
    return Optional.of(scaled(pause, 1 - jitter * chance.nextDouble()));
  }

  private static Duration scaled(Duration duration, double factor) {
    return Duration.ofNanos((long) (duration.toNanos() * factor));
  }
}
