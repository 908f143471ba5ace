package dev.muster.engine.event;

/** How a tool call ended. */
public enum ToolOutcome {
  OK,
  FAILED,
  /** A rule, the mode or a person said no; it never ran. */
  DENIED,
  /** Interrupted, or its result never came. */
  CANCELLED
}
