package dev.muster.engine.event;

/** Where a session stands. How it may move from one to another is {@code session.Transitions}. */
public enum SessionState {
  /** Waits for a free slot. Nothing runs. */
  QUEUED,
  /** Its worktree is being made, or its agent started. */
  STARTING,
  /** A turn runs. */
  WORKING,
  /** A turn runs, and waits for an approval or an answer from a person. */
  NEEDS_YOU,
  /** The turn is over; what it made can be reviewed, and the next prompt sent. */
  READY,
  /** Stopped by a person; can be resumed. */
  STOPPED,
  /** Could not go on; the reason says what to do. Can be resumed. */
  FAILED,
  /** Muster or the agent died while it ran; can be resumed where the journal ends. */
  LOST,
  /** Over: see {@link ClosedAs}. */
  CLOSED;

  /** Whether an agent is, or is about to be, at work: such a session takes one slot. */
  public boolean takesSlot() {
    return this == STARTING || this == WORKING || this == NEEDS_YOU;
  }

  /** Whether a prompt may start it again from where the journal ends. */
  public boolean resumable() {
    return this == STOPPED || this == FAILED || this == LOST;
  }
}
