package dev.muster.desktop.live;

import dev.muster.engine.event.SessionId;
import dev.muster.engine.event.Shelf;
import java.util.Map;

/**
 * What the history lists has changed, whoever changed it.
 *
 * @param shelved the sessions that were put elsewhere, and where they are now
 * @param counts whether there are more or fewer sessions than before
 */
public record HistoryNews(Map<SessionId, Shelf> shelved, boolean counts) {
  public HistoryNews {
    shelved = Map.copyOf(shelved);
  }
}
