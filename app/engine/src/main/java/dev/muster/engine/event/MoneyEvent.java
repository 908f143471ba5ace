package dev.muster.engine.event;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What was used and paid. */
public sealed interface MoneyEvent extends SessionEvent {

  /**
   * Tokens of one model request (not cumulative).
   *
   * @param input tokens sent that were not read from a cache
   * @param costMicros micro-dollars; null where not reported and no price is known
   * @param contextUsed tokens in the conversation now; null where not told
   * @param contextSize how many fit; null where not told
   */
  record UsageReported(
      String model,
      long input,
      long output,
      long cacheRead,
      long cacheWrite,
      @Nullable Long costMicros,
      @Nullable Long contextUsed,
      @Nullable Long contextSize)
      implements MoneyEvent {}

  /** A usage window of the agent's account. */
  record LimitSeen(String window, double usedFraction, @Nullable Instant resets)
      implements MoneyEvent {}
}
