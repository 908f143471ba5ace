package dev.muster.desktop.shell;

import dev.muster.desktop.control.StateDot;
import dev.muster.desktop.control.Tone;
import dev.muster.engine.session.FleetListener.Slots;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;

/** The lower edge: plain facts about this Muster. */
final class StatusBarView extends HBox {
  private final StateDot dot = new StateDot(Tone.NEUTRAL, "slots");
  private final Label slots = new Label();
  private final Label stored = new Label();

  StatusBarView(WindowModel model, String version) {
    getStyleClass().add("status-bar");
    setAlignment(Pos.CENTER_LEFT);
    Region space = new Region();
    HBox.setHgrow(space, Priority.ALWAYS);
    getChildren()
        .addAll(
            dot,
            slots,
            new Label("sandbox: none yet"),
            new Label("host: this machine"),
            space,
            stored,
            new Label("Muster " + version));
    model.fleet().slotsProperty().subscribe(this::showSlots);
    model.fleet().stoppedProperty().subscribe(this::showStored);
  }

  private void showSlots(Slots now) {
    int queued = now.queue().size();
    slots.setText(
        "%d of %d slots".formatted(now.busy(), now.all())
            + (queued == 0 ? "" : ", %d queued".formatted(queued)));
    dot.show(now.busy() == 0 ? Tone.NEUTRAL : Tone.INFO, now.busy() == 0 ? "idle" : "at work");
  }

  private void showStored(@org.jspecify.annotations.Nullable String stopped) {
    stored.setText(stopped == null ? "all events stored" : "the journal has stopped");
    stored.getStyleClass().removeAll("danger");
    if (stopped != null) {
      stored.getStyleClass().add("danger");
    }
  }
}
