package dev.muster.engine.agent.builtin;

import dev.muster.engine.agent.builtin.model.RetryPolicy;

/**
 * The bounds of the loop.
 *
 * @param maxAnswers model answers in one turn; beyond it something goes round in circles
 * @param compactAt part of the context window, 0 to 1, from which the conversation is shortened
 * @param parallelTools tool calls at the same time, at least 1
 * @param retry how failed requests are tried again
 */
public record LoopSettings(int maxAnswers, double compactAt, int parallelTools, RetryPolicy retry) {

  /** For everyday use. */
  public static final LoopSettings DEFAULT = new LoopSettings(250, 0.8, 6, RetryPolicy.DEFAULT);
}
