package dev.muster.desktop.shell;

import dev.muster.desktop.live.Backend;
import dev.muster.desktop.live.EventPump;
import dev.muster.desktop.live.Notices;
import dev.muster.engine.ProjectInfo;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.session.Fleet;
import dev.muster.engine.session.SessionSpec;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;

/** Makes the sample repository and starts its sessions side by side. JavaFX thread only. */
final class DemoStart {
  private final Backend backend;
  private final EventPump pump;
  private final Notices notices;
  private final Consumer<ProjectInfo> made;
  private final ReadOnlyBooleanWrapper busy = new ReadOnlyBooleanWrapper(this, "busy");

  /**
   * @param made gets the repository when its sessions have begun
   */
  DemoStart(Backend backend, EventPump pump, Notices notices, Consumer<ProjectInfo> made) {
    this.backend = backend;
    this.pump = pump;
    this.notices = notices;
    this.made = made;
  }

  /** Whether it is being made. */
  ReadOnlyBooleanProperty busyProperty() {
    return busy.getReadOnlyProperty();
  }

  /** Makes it, unless that is under way. */
  void begin() {
    if (busy.get()) {
      return;
    }
    busy.set(true);
    pump.deliver(
        backend.makeDemo().thenCompose(this::startAll),
        info -> {
          busy.set(false);
          made.accept(info);
        },
        sentence -> {
          busy.set(false);
          notices.problem(sentence);
        });
  }

  private CompletableFuture<ProjectInfo> startAll(Backend.DemoReady demo) {
    CompletableFuture<SessionId> chain = null;
    for (SessionSpec spec : demo.sessions()) {
      chain = chain == null ? startAtOnce(spec) : chain.thenCompose(_ -> startAtOnce(spec));
    }
    return chain == null
        ? CompletableFuture.completedFuture(demo.project())
        : chain.thenApply(_ -> demo.project());
  }

  /** The demo shows all its sessions side by side, also where there are fewer slots. */
  private CompletableFuture<SessionId> startAtOnce(SessionSpec spec) {
    Fleet all = backend.fleet();
    return all.create(spec)
        // Refused when it has started by itself: then there is nothing to do.
        .thenCompose(id -> all.startNow(id).handle((_, _) -> id));
  }
}
