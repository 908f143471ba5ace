package dev.muster.engine.agent.builtin;

import dev.muster.engine.event.TurnEvent.End;
import dev.muster.engine.event.TurnEvent.TurnEnded;
import org.jspecify.annotations.Nullable;

/**
 * How a turn ended, and why in a sentence.
 *
 * @param reason null when it is simply done
 */
record Ending(End how, @Nullable String reason) {
  static final Ending DONE = new Ending(End.DONE, null);
  static final Ending INTERRUPTED = new Ending(End.INTERRUPTED, null);

  static Ending failed(String sentence) {
    return new Ending(End.FAILED, sentence);
  }

  static Ending limit(String sentence) {
    return new Ending(End.LIMIT, sentence);
  }

  TurnEnded event() {
    return new TurnEnded(how, reason);
  }
}
