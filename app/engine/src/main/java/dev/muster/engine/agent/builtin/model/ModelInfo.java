package dev.muster.engine.agent.builtin.model;

import org.jspecify.annotations.Nullable;

/**
 * What Muster knows of a model beforehand.
 *
 * @param prefix the beginning of the model ids it is about
 * @param price null when unknown: then cost is "not reported"
 * @param longPrice the price of a whole request whose input is longer than {@code longFrom} tokens;
 *     null when it is the same
 * @param longFrom tokens; 0 without a {@code longPrice}
 * @param contextWindow tokens that fit, 0 when unknown
 * @param maxOutput longest answer in tokens, 0 when unknown
 * @param thinking how the model is told to think
 * @param topEffort the word for the highest effort it knows
 */
public record ModelInfo(
    String prefix,
    @Nullable Price price,
    @Nullable Price longPrice,
    long longFrom,
    long contextWindow,
    int maxOutput,
    Thinking thinking,
    String topEffort) {

  /** Nothing is known of it. */
  public static ModelInfo unknown(String model) {
    return new ModelInfo(model, null, null, 0, 0, 0, Thinking.NONE, "high");
  }

  /** How a model is told to think. */
  public enum Thinking {
    /** It cannot, or nothing is known: say nothing. */
    NONE,
    /** By a word for the effort (OpenAI). */
    EFFORT,
    /** By a number of tokens (Claude up to 4.5). */
    BUDGET,
    /** It decides by itself, guided by a word; can be turned off (Claude from 4.6). */
    ADAPTIVE,
    /** It decides by itself and cannot be turned off. */
    ALWAYS
  }
}
