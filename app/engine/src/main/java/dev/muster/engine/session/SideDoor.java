package dev.muster.engine.session;

import dev.muster.engine.agent.AgentListener.TailKind;
import dev.muster.engine.event.SessionId;

/** Where a session's streaming text and raw lines go, past its mailbox. Safe for any thread. */
final class SideDoor implements Attempt.Side {
  private final SessionId id;
  private final FleetParts parts;
  private final Runnable sign;
  private volatile boolean used;

  /**
   * @param sign told of every sign of life
   */
  SideDoor(SessionId id, FleetParts parts, Runnable sign) {
    this.id = id;
    this.parts = parts;
    this.sign = sign;
  }

  @Override
  public void tail(String tailId, TailKind kind, String delta) {
    sign.run();
    parts.tails().tail(id, tailId, kind, delta);
  }

  @Override
  public void tailDropped(String tailId) {
    parts.tails().dropped(id, tailId);
  }

  @Override
  public void raw(boolean fromAgent, String line) {
    used = true;
    parts.rawLogs().apply(id).line(fromAgent, line);
  }

  /** Gives the log's file free until there is another line. Blocks for a moment. */
  void close() {
    if (used) {
      used = false;
      parts.rawLogs().apply(id).close();
    }
  }
}
