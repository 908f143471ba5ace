package dev.muster.desktop.shell;

import dev.muster.desktop.control.EmptyState;
import dev.muster.desktop.control.Logo;
import dev.muster.desktop.theme.Icons;
import java.util.List;
import java.util.Objects;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;

/** What the window shows until the engine is open, or instead of it when it cannot be opened. */
final class StartScreen extends StackPane {
  StartScreen() {
    getStyleClass().addAll("window", "start-screen");
    getStylesheets()
        .add(
            Objects.requireNonNull(StartScreen.class.getResource("shell.css"), "shell.css")
                .toExternalForm());
    Label name = new Label("Muster");
    name.getStyleClass().addAll("strong", "app-name");
    HBox row = new HBox(10, new Logo(), name);
    row.setAlignment(Pos.CENTER);
    getChildren().setAll(row);
  }

  /** Says why it goes no further. */
  void fail(String title, String sentence, Node button) {
    getChildren().setAll(new EmptyState(Icons.ERROR, title, sentence, List.of(button)));
    button.requestFocus();
  }
}
