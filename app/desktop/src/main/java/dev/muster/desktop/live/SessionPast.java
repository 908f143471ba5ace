package dev.muster.desktop.live;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The past of one session, moment by moment. It remembers what it read, within bounds: let go of it
 * when the session is no longer read. Methods return at once and may be called on the JavaFX
 * thread.
 */
public interface SessionPast {
  /**
   * How the session stood after an event. Cancelling the answer gives it up at its next step; what
   * was read until then is not read again.
   *
   * @param lines whether what its repository holds of the files is wanted, too
   * @param path a file whose lines are wanted however many there are; null for none
   * @return fails with a sentence when the journal cannot be read
   */
  CompletableFuture<PastMoment> at(long seq, boolean lines, @Nullable String path);
}
