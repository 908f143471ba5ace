package dev.muster.engine.session;

import dev.muster.engine.agent.AgentListener.TailKind;
import dev.muster.engine.event.SessionId;

/** Where text goes that is still streaming and not stored yet. Safe for any thread. */
public interface Tails {
  /** A piece to append. */
  void tail(SessionId session, String id, TailKind kind, String delta);

  /** The text with this id will not come after all. */
  void dropped(SessionId session, String id);
}
