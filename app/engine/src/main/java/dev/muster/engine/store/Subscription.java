package dev.muster.engine.store;

/** A listener's place in the journal; owned by whoever made it, and ended by closing it. */
public interface Subscription extends AutoCloseable {
  /**
   * Ends it: no call to the listener begins after this returns. Does not wait for a call that is
   * running, so it may be used from inside the listener. Idempotent, safe for any thread.
   */
  @Override
  void close();
}
