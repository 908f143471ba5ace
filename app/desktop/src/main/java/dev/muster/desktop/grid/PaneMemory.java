package dev.muster.desktop.grid;

import dev.muster.desktop.live.Backend;
import dev.muster.desktop.live.EventPump;
import dev.muster.engine.event.Attachment;
import dev.muster.engine.event.SessionId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javafx.beans.property.StringProperty;

/**
 * What a pane leaves behind when it is taken off the screen and finds again when it comes back: the
 * text and pictures that were not sent, and the open tab. JavaFX thread only.
 */
public final class PaneMemory {
  private final PaneDrafts drafts;
  private final Map<SessionId, List<Attachment>> pictures = new HashMap<>();
  private final Map<SessionId, PaneModel.Tab> tabs = new HashMap<>();

  /**
   * @param failed gets a sentence when what is typed cannot be kept
   */
  public PaneMemory(Backend backend, EventPump pump, Consumer<String> failed) {
    drafts = new PaneDrafts(backend, pump, failed);
  }

  /** What is typed for a session and not sent. */
  StringProperty draft(SessionId id) {
    return drafts.of(id);
  }

  /** The pictures that go with the session's next prompt. */
  List<Attachment> pictures(SessionId id) {
    return pictures.getOrDefault(id, List.of());
  }

  void keepPictures(SessionId id, List<Attachment> now) {
    if (now.isEmpty()) {
      pictures.remove(id);
    } else {
      pictures.put(id, List.copyOf(now));
    }
  }

  PaneModel.Tab tab(SessionId id) {
    return tabs.getOrDefault(id, PaneModel.Tab.LOG);
  }

  void keepTab(SessionId id, PaneModel.Tab tab) {
    tabs.put(id, tab);
  }
}
