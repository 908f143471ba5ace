package dev.muster.desktop.grid;

import dev.muster.desktop.live.Backend;
import dev.muster.desktop.live.EventPump;
import dev.muster.engine.event.SessionId;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

/**
 * What is typed to sessions and not sent. It is kept as it is typed, so that it is there again when
 * its pane was closed or Muster ended, however that came. JavaFX thread only.
 */
final class PaneDrafts {
  private final Backend backend;
  private final EventPump pump;
  private final Consumer<String> failed;
  private final Map<SessionId, Draft> all = new HashMap<>();

  /**
   * @param failed gets a sentence when what is typed cannot be kept or was not found again
   */
  PaneDrafts(Backend backend, EventPump pump, Consumer<String> failed) {
    this.backend = backend;
    this.pump = pump;
    this.failed = failed;
  }

  /** The text for a session; what was typed before comes into it as soon as it was read. */
  StringProperty of(SessionId id) {
    return all.computeIfAbsent(id, Draft::new).text;
  }

  private final class Draft {
    final SessionId id;
    final StringProperty text = new SimpleStringProperty(this, "draft", "");
    private boolean read;
    private boolean keeping;
    private boolean again;

    Draft(SessionId id) {
      this.id = id;
      pump.deliver(
          backend.unsentText(id),
          this::found,
          sentence -> {
            read = true;
            failed.accept(sentence);
          });
      text.subscribe((_, _) -> keep());
    }

    private void found(String before) {
      read = true;
      String since = text.get();
      if (!before.isEmpty()) {
        text.set(since.isEmpty() ? before : before + "\n" + since);
      } else if (again) {
        keep();
      }
    }

    /** One write at a time: while it runs, whatever else is typed waits for the next. */
    private void keep() {
      if (keeping || !read) {
        again = true;
        return;
      }
      keeping = true;
      again = false;
      pump.deliver(
          backend.keepUnsent(id, text.get()),
          _ -> kept(),
          sentence -> {
            failed.accept(sentence);
            kept();
          });
    }

    private void kept() {
      keeping = false;
      if (again) {
        keep();
      }
    }
  }
}
