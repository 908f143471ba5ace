package dev.muster.desktop.grid;

import dev.muster.engine.event.SessionId;
import java.util.HashMap;
import java.util.Map;

/**
 * What a pane leaves behind when it is taken off the screen and finds again when it comes back: the
 * text that was typed and not sent, and the open tab. JavaFX thread only.
 */
public final class PaneMemory {
  private final Map<SessionId, String> drafts = new HashMap<>();
  private final Map<SessionId, PaneModel.Tab> tabs = new HashMap<>();

  /** What was typed for a session; empty when nothing. */
  String draft(SessionId id) {
    return drafts.getOrDefault(id, "");
  }

  void keepDraft(SessionId id, String text) {
    if (text.isEmpty()) {
      drafts.remove(id);
    } else {
      drafts.put(id, text);
    }
  }

  PaneModel.Tab tab(SessionId id) {
    return tabs.getOrDefault(id, PaneModel.Tab.LOG);
  }

  void keepTab(SessionId id, PaneModel.Tab tab) {
    tabs.put(id, tab);
  }

  /** How many texts are typed and not sent. */
  public int drafts() {
    return drafts.size();
  }
}
