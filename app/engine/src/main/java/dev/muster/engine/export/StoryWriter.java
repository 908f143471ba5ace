package dev.muster.engine.export;

import dev.muster.engine.event.Recorded;
import java.io.IOException;
import java.util.List;

/** Writes stories in one format; memory does not grow with their length. Used by one thread. */
interface StoryWriter {
  /** Before everything. */
  void begin(List<StoryHead> sessions) throws IOException;

  /** A session begins; its events follow. */
  void session(StoryHead head) throws IOException;

  /** The next event of the session. */
  void event(Recorded recorded) throws IOException;

  /** What a turn changed, after the turn's events. */
  void changes(TurnChanges changes) throws IOException;

  /** After everything. */
  void end() throws IOException;
}
