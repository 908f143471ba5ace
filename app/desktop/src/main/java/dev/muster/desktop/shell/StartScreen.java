package dev.muster.desktop.shell;

import atlantafx.base.theme.Styles;
import dev.muster.desktop.control.EmptyState;
import dev.muster.desktop.control.Logo;
import dev.muster.desktop.theme.Icons;
import java.util.List;
import java.util.Objects;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;

/** What the window shows until the engine is open, or instead of it when it cannot be opened. */
final class StartScreen extends StackPane {
  private final Node waiting;

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
    waiting = row;
    getChildren().setAll(row);
  }

  /**
   * Says why it goes no further.
   *
   * @param again tries once more; meanwhile this shows what it showed before
   */
  void fail(String title, String sentence, Runnable again, Runnable quit) {
    Button retry = Dialogs.button("Try again", () -> {});
    retry.setId("start-again");
    retry.getStyleClass().add(Styles.ACCENT);
    retry.setDefaultButton(true);
    retry.setOnAction(
        _ -> {
          getChildren().setAll(waiting);
          again.run();
        });
    Button end = Dialogs.button("Quit", quit);
    end.setId("start-quit");
    getChildren().setAll(new EmptyState(Icons.ERROR, title, sentence, List.of(retry, end)));
    retry.requestFocus();
  }
}
