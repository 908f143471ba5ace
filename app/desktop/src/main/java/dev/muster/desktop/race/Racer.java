package dev.muster.desktop.race;

import dev.muster.desktop.live.SessionItem;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.session.SessionSnapshot;
import dev.muster.engine.team.RaceFacts;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/** One session of a race and what it has to show. JavaFX thread only. */
public final class Racer {
  private final SessionItem item;
  private final ReadOnlyObjectWrapper<RaceFacts> facts =
      new ReadOnlyObjectWrapper<>(this, "facts", RaceFacts.NONE);

  Racer(SessionItem item) {
    this.item = item;
  }

  public SessionItem item() {
    return item;
  }

  SessionId id() {
    return item.id();
  }

  SessionSnapshot now() {
    return item.now();
  }

  /** What it ran and how long it worked, as far as that was read. */
  public ReadOnlyObjectProperty<RaceFacts> factsProperty() {
    return facts.getReadOnlyProperty();
  }

  void facts(RaceFacts now) {
    facts.set(now);
  }

  /** Who it is, in a few words, when several are on one task. */
  String who() {
    SessionSnapshot s = now();
    String model = s.scripted() ? "scripted" : s.model();
    return model == null || s.agentName().contains(model)
        ? s.agentName()
        : s.agentName() + " · " + model;
  }
}
