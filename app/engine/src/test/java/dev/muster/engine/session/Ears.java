package dev.muster.engine.session;

import dev.muster.engine.agent.AgentListener.TailKind;
import dev.muster.engine.event.Recorded;
import dev.muster.engine.event.SessionId;
import java.util.List;

/** A listener that hears what a test overrides and passes over the rest. */
class Ears implements FleetListener {
  @Override
  public void recorded(List<Recorded> events) {}

  @Override
  public void changed(SessionSnapshot session) {}

  @Override
  public void tail(SessionId session, String id, TailKind kind, String delta) {}

  @Override
  public void tailDropped(SessionId session, String id) {}

  @Override
  public void queueChanged(Slots slots) {}

  @Override
  public void journalStopped(String sentence) {}
}
