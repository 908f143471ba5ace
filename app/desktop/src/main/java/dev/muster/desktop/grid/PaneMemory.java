package dev.muster.desktop.grid;

import dev.muster.engine.event.Attachment;
import dev.muster.engine.event.SessionId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a pane leaves behind when it is taken off the screen and finds again when it comes back: the
 * text and pictures that were not sent, and the open tab. JavaFX thread only.
 */
public final class PaneMemory {
  private final Map<SessionId, String> drafts = new HashMap<>();
  private final Map<SessionId, List<Attachment>> pictures = new HashMap<>();
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

  /** How many texts are typed and not sent. */
  public int drafts() {
    return drafts.size();
  }
}
