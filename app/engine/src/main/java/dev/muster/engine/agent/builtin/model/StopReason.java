package dev.muster.engine.agent.builtin.model;

/** Why a model stopped. */
public enum StopReason {
  /** It said what it had to say. */
  END,
  /** It waits for the results of its tool calls. */
  TOOL_USE,
  /** It hit the bound of the answer; the text is cut. */
  MAX_TOKENS,
  /** The conversation filled its context window. */
  CONTEXT_FULL,
  /** It or its maker declined to answer. */
  REFUSAL,
  /** It paused a long turn and wants to be called again with what it said so far. */
  PAUSED,
  /** A reason this version of Muster does not know; the answer is complete. */
  OTHER
}
