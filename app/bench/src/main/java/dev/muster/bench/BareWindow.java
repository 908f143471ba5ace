package dev.muster.bench;

import javafx.application.Platform;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;

/** The peer of a start: a JavaFX window with one label, and nothing else. */
public final class BareWindow {
  private BareWindow() {}

  /** Opens the window. */
  public static void main(String[] args) {
    Platform.startup(
        () -> {
          Stage stage = new Stage();
          stage.setTitle("Bare");
          stage.setScene(new Scene(new StackPane(new Label("A window")), 1440, 900));
          stage.show();
        });
  }
}
