package dev.muster.engine.session;

import dev.muster.engine.event.LifeEvent.SessionCreated;
import dev.muster.engine.event.LifeEvent.StateChanged;
import dev.muster.engine.event.Limits;
import dev.muster.engine.event.PermissionMode;
import dev.muster.engine.event.Recorded;
import dev.muster.engine.event.SessionEvent;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.event.SessionState;
import dev.muster.engine.event.TurnEvent.TurnStarted;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A session's story for tests: events numbered as the journal numbers them. */
final class Story {
  static final SessionId ID = new SessionId("stest00001");
  private final List<Recorded> events = new ArrayList<>();
  private int turn;
  private SessionState state = SessionState.QUEUED;

  Story() {
    add(
        new SessionCreated(
            "Add a limit",
            "p1",
            "shop",
            "/work/shop",
            "rehearsal",
            "Rehearsal",
            null,
            PermissionMode.EDIT,
            "main",
            Limits.NONE,
            true,
            Map.of()));
  }

  Story add(SessionEvent event) {
    if (event instanceof TurnStarted) {
      turn++;
    }
    if (event instanceof StateChanged changed) {
      state = changed.to();
    }
    events.add(
        new Recorded(
            ID,
            events.size() + 1L,
            Instant.parse("2026-01-01T00:00:00Z").plusSeconds(events.size()),
            turn,
            event));
    return this;
  }

  Story state(SessionState to) {
    return add(new StateChanged(state, to, null, null));
  }

  List<Recorded> events() {
    return events;
  }

  SessionFold fold() {
    SessionFold fold = new SessionFold(events.getFirst());
    events.forEach(fold::apply);
    return fold;
  }

  SessionSnapshot snapshot() {
    return fold().snapshot();
  }
}
