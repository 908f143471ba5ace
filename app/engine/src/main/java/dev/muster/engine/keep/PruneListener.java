package dev.muster.engine.keep;

import dev.muster.engine.event.SessionId;

/** Told how throwing away goes on, on the thread that does it. */
public interface PruneListener {
  /** Listens to nothing. */
  PruneListener NONE = new PruneListener() {};

  /** So many sessions of so many are done; this one was the last. */
  default void pruned(SessionId session, int done, int of) {}

  /** Asked between two sessions; the one that was begun is brought to its end. */
  default boolean cancelled() {
    return false;
  }
}
