package dev.muster.engine.agent.builtin.model;

/**
 * Tokens of one request, as the provider reported them.
 *
 * @param input input that was neither read from nor written to a cache
 * @param output everything the model wrote, thinking included
 * @param cacheRead input read from a prompt cache
 * @param cacheWrite input written to a prompt cache
 */
public record Usage(long input, long output, long cacheRead, long cacheWrite) {

  /** Nothing used. */
  public static final Usage NONE = new Usage(0, 0, 0, 0);

  /** Everything that was sent, cached or not. */
  public long totalInput() {
    return input + cacheRead + cacheWrite;
  }

  /** What the conversation takes of the context window once this answer is part of it. */
  public long context() {
    return totalInput() + output;
  }

  /** Both together. */
  public Usage plus(Usage other) {
    return new Usage(
        input + other.input,
        output + other.output,
        cacheRead + other.cacheRead,
        cacheWrite + other.cacheWrite);
  }
}
