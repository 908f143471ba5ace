package dev.muster.engine.agent.builtin.model;

/**
 * What tokens cost, in US dollars per million, which is the same as micro-dollars per token.
 *
 * @param input uncached input
 * @param output everything the model writes
 * @param cacheRead input read from a cache
 * @param cacheWrite input written to a cache
 */
public record Price(double input, double output, double cacheRead, double cacheWrite) {
  public Price {
    if (!(input >= 0 && output >= 0 && cacheRead >= 0 && cacheWrite >= 0)) {
      throw new IllegalArgumentException("a price is a number from 0 up");
    }
  }

  /** The cost in micro-dollars, rounded. */
  public long costMicros(Usage usage) {
    return Math.round(
        usage.input() * input
            + usage.output() * output
            + usage.cacheRead() * cacheRead
            + usage.cacheWrite() * cacheWrite);
  }
}
