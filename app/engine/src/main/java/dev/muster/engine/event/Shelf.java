package dev.muster.engine.event;

/** Where a session that is over is kept. Only the first is in the way of what is worked on. */
public enum Shelf {
  /** With all others. */
  ACTIVE,
  /** Out of the way; all of it is there, and it is found like any other. */
  ARCHIVED,
  /** To be thrown away: it can be taken back until it is pruned. */
  TRASHED,
  /** Thrown away on purpose: only {@link LifeEvent.Pruned} is left of it. */
  PRUNED
}
