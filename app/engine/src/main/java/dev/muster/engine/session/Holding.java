package dev.muster.engine.session;

import dev.muster.engine.store.Storing;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Holds the agents of a fleet while nothing can be stored, and lets all go on after that. */
final class Holding {
  private static final Logger LOG = LoggerFactory.getLogger(Holding.class);

  /** So long an agent in mid-turn waits for the disk before it is interrupted. */
  private static final int HELD_SECONDS = 60;

  private final FleetParts parts;
  private final Pause pause;
  private final Actors actors;
  private final SlotQueue queue;
  private final Board board;

  Holding(FleetParts parts, Pause pause, Actors actors, SlotQueue queue, Board board) {
    this.parts = parts;
    this.pause = pause;
    this.actors = actors;
    this.queue = queue;
    this.board = board;
  }

  /** What happens is stored, or it is not: told by the journal. */
  void storing(Storing now) {
    switch (now) {
      case Storing.Held held -> {
        LOG.warn("Agents are held: {}", held.sentence());
        long time = pause.begin();
        parts.timer().schedule(() -> heldForLong(time), HELD_SECONDS, TimeUnit.SECONDS);
      }
      case Storing.Fine fine -> {
        pause.end();
        actors.each(LiveSession::storedAgain);
        queue.next();
      }
      case Storing.Ended ended -> pause.end(); // the journal's followers hear of it
    }
    board.tell(l -> l.storing(now));
  }

  private void heldForLong(long time) {
    if (pause.holds(time)) {
      actors.each(LiveSession::heldForLong);
    }
  }
}
