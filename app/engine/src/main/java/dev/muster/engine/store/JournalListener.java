package dev.muster.engine.store;

import dev.muster.engine.event.Recorded;
import java.util.List;

/**
 * Told what was committed to the journal. The calls of one subscription come one at a time, in
 * order, on a virtual thread of that subscription; a listener may block, it then slows nobody but
 * itself.
 */
@FunctionalInterface
public interface JournalListener {
  /** These were committed, in journal order; never empty. The list is not changed afterwards. */
  void committed(List<Recorded> events);

  /**
   * Everything that was in the journal when the subscription began has been delivered. Called once.
   */
  default void caughtUp() {}

  /**
   * The journal can no longer write. What was committed stays readable; nothing new will come.
   *
   * @param sentence for a person: what happened, what was kept, what to do
   */
  default void stopped(String sentence) {}
}
