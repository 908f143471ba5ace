package dev.muster.engine.session;

import dev.muster.engine.agent.AgentListener.TailKind;
import dev.muster.engine.event.Recorded;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.store.Storing;
import java.util.List;

/**
 * Told of everything that happens in any session. Called on engine threads, in order per session;
 * must return at once and never throw.
 */
public interface FleetListener {
  /** These events are committed. One session's, in order of their sequence numbers. */
  void recorded(List<Recorded> events);

  /** A session stands like this now; comes after the events that made it so. */
  void changed(SessionSnapshot session);

  /** A piece of a text that is still streaming, and not stored yet. */
  void tail(SessionId session, String id, TailKind kind, String delta);

  /** A streaming text will not come after all. */
  void tailDropped(SessionId session, String id);

  /** What a session's agent takes of the machine has changed; {@link AgentLoad#NONE} at its end. */
  default void load(SessionId session, AgentLoad load) {}

  /** The order of the queue or the number of slots changed. */
  void queueChanged(Slots slots);

  /**
   * Whether what happens is stored has changed. While it is not, agents are held: no turn begins,
   * nothing they ask is let through, and after a while their turns are interrupted; all of it goes
   * on by itself.
   */
  default void storing(Storing now) {}

  /** Nothing can be stored any more: a sentence says what happened, what was kept, what to do. */
  void journalStopped(String sentence);

  /**
   * The slots.
   *
   * @param busy taken now
   * @param all configured
   * @param queue waiting sessions, next first
   */
  record Slots(int busy, int all, List<SessionId> queue) {}
}
