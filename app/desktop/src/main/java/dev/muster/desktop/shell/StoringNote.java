package dev.muster.desktop.shell;

import dev.muster.desktop.control.Banner;
import dev.muster.desktop.control.Tone;
import dev.muster.engine.store.Storing;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import javafx.beans.value.ObservableValue;
import javafx.scene.control.Button;
import javafx.scene.layout.VBox;

/** Says across the window that nothing can be stored, for as long as it is so. */
final class StoringNote extends VBox {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneId.systemDefault());

  private final Runnable tryNow;

  /**
   * @param tryNow tries at once whether it works again
   */
  StoringNote(ObservableValue<Storing> storing, Runnable tryNow) {
    this.tryNow = tryNow;
    getStyleClass().add("storing-note");
    managedProperty().bind(visibleProperty());
    storing.subscribe(this::show);
  }

  private void show(Storing now) {
    getChildren().clear();
    switch (now) {
      case Storing.Fine _, Storing.Ended _ -> {
        // All is well; or a dialog says what is not, as there is nothing to wait for.
      }
      case Storing.Held held -> {
        Button again = new Button("Try now");
        again.setId("storing.try");
        again.setOnAction(_ -> tryNow.run());
        getChildren().add(new Banner(Tone.DANGER, message(held), List.of(again), null));
      }
    }
    setVisible(!getChildren().isEmpty());
  }

  private static Banner.Message message(Storing.Held held) {
    return new Banner.Message(
        "Nothing is stored since " + time(held.since()) + ". " + held.sentence(),
        "The agents are held: nothing they say is lost, nothing they ask is let through, and no"
            + " turn begins. Who works for a minute more is interrupted and goes on by itself.",
        room(held));
  }

  private static String room(Storing.Held held) {
    String waits = size(held.bytesWaiting()) + " wait in memory until Muster ends.";
    return held.cause() == Storing.Cause.DISK_FULL && held.bytesFree() >= 0
        ? waits
            + " Needed: about "
            + size(held.bytesNeeded())
            + "; free now: "
            + size(held.bytesFree())
            + "."
        : waits;
  }

  private static String time(Instant since) {
    return TIME.format(since);
  }

  private static String size(long bytes) {
    return bytes < 1_000_000
        ? "%d kB".formatted(Math.ceilDiv(bytes, 1_000))
        : String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
  }
}
