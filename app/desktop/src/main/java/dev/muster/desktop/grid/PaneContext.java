package dev.muster.desktop.grid;

import dev.muster.desktop.control.FlushClock;
import dev.muster.desktop.live.Backend;
import dev.muster.desktop.live.EventPump;
import dev.muster.desktop.live.FleetModel;
import dev.muster.engine.agent.AgentProfile;
import java.time.Instant;
import java.util.Optional;
import javafx.beans.value.ObservableValue;

/**
 * What every pane of a window shares.
 *
 * @param clock paints the logs
 * @param now the window's time
 * @param memory what panes leave behind
 * @param windows shows a session in windows of its own
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
    SessionWindows windows) {

  /** The profile of an agent, if it is known here. */
  Optional<AgentProfile> agent(String id) {
    return backend.agents().stream().filter(profile -> profile.id().equals(id)).findFirst();
  }
}
