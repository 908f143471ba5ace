package dev.muster.engine.control;

import dev.muster.engine.event.Recorded;
import dev.muster.engine.event.SessionId;
import java.util.List;

/** Follows one turn. Called one at a time, on the thread that called {@link Control#run}. */
public interface RunListener {
  /** The prompt is stored in this session. Comes first, once. */
  void accepted(SessionId session);

  /** These are committed; in order, never empty. */
  void events(List<Recorded> events);
}
