package dev.muster.engine.event;

/** Who or what a prompt came from. */
public enum PromptOrigin {
  USER,
  /** Typed earlier and kept until the turn before was over. */
  QUEUE,
  REVIEW,
  GOAL,
  LEAD,
  HOOK,
  /** Muster's own words, as when it tells an agent to go on after an interruption. */
  MUSTER
}
