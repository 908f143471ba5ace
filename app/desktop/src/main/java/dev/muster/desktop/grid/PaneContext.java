package dev.muster.desktop.grid;

import dev.muster.desktop.control.FlushClock;
import dev.muster.desktop.live.Backend;
import dev.muster.desktop.live.EventPump;
import dev.muster.desktop.live.FleetModel;
import dev.muster.desktop.live.SessionItem;
import dev.muster.engine.agent.AgentProfile;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.beans.value.ObservableValue;

/**
 * What every pane of a window shares.
 *
 * @param clock paints the logs
 * @param now the window's time
 * @param memory what panes leave behind
 * @param review shows what a session changed in a window of its own
 */
public record PaneContext(
    Backend backend,
    EventPump pump,
    FleetModel fleet,
    SessionOps ops,
    SessionActions.Asking asking,
    FlushClock clock,
    ObservableValue<Instant> now,
    PaneMemory memory,
    Consumer<SessionItem> review) {

  /** The profile of an agent, if it is known here. */
  Optional<AgentProfile> agent(String id) {
    return backend.agents().stream().filter(profile -> profile.id().equals(id)).findFirst();
  }
}
