package dev.muster.engine.agent.builtin.model.wire;

import dev.muster.engine.agent.builtin.model.ThinkingEffort;

/** OpenAI's words for how hard to think. */
final class Effort {
  private Effort() {}

  /** "none" and "minimal" are not known to every model; "low" is. */
  static String word(ThinkingEffort effort, String top) {
    return switch (effort) {
      case DEFAULT, MEDIUM -> "medium";
      case OFF, LOW -> "low";
      case HIGH -> "high";
      case MAX -> top;
    };
  }
}
