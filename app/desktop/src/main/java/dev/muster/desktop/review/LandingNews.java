package dev.muster.desktop.review;

import dev.muster.desktop.live.SessionFeed;
import dev.muster.engine.agent.AgentListener.TailKind;
import dev.muster.engine.event.OutcomeEvent.LandingUndone;
import dev.muster.engine.event.OutcomeEvent.Merged;
import dev.muster.engine.event.Recorded;
import java.util.List;

/** Hears that work was landed or a landing taken back, whoever did it. JavaFX thread only. */
final class LandingNews implements SessionFeed {
  private final Runnable changed;

  /**
   * @param changed called when it may be otherwise than it was
   */
  LandingNews(Runnable changed) {
    this.changed = changed;
  }

  @Override
  public void events(List<Recorded> events) {
    if (events.stream()
        .map(Recorded::event)
        .anyMatch(event -> event instanceof Merged || event instanceof LandingUndone)) {
      changed.run();
    }
  }

  @Override
  public void tail(String id, TailKind kind, String text) {
    // What streams is no landing.
  }

  @Override
  public void tailDropped(String id) {
    // As above.
  }

  @Override
  public void overflowed() {
    changed.run();
  }
}
