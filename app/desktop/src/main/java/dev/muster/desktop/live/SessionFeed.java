package dev.muster.desktop.live;

import dev.muster.engine.agent.AgentListener.TailKind;
import dev.muster.engine.event.Recorded;
import java.util.List;

/** Where one session's events arrive, on the JavaFX thread, once per frame and in their order. */
public interface SessionFeed {
  /** Events that are committed. May overlap with what was read from the journal meanwhile. */
  void events(List<Recorded> events);

  /** Text that is still streaming; to be appended to what came before under the same id. */
  void tail(String id, TailKind kind, String text);

  /** A streaming text will not come after all. */
  void tailDropped(String id);

  /** More came than is kept; what was dropped must be read from the journal. */
  void overflowed();
}
