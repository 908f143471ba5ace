package dev.muster.desktop.grid;

import dev.muster.desktop.control.Action;
import dev.muster.desktop.control.EmptyState;
import dev.muster.desktop.control.KeyHint;
import dev.muster.desktop.theme.Icons;
import java.util.List;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.StackPane;
import org.jspecify.annotations.Nullable;

/** A place of the grid without a session; the first of them makes one. */
final class EmptyPlace extends StackPane {
  /**
   * @param newSession what a click does; null for a place that only keeps its room
   */
  EmptyPlace(@Nullable Action newSession) {
    getStyleClass().add("empty-place");
    setMinSize(0, 0);
    if (newSession == null) {
      return;
    }
    List<Node> key = newSession.key() == null ? List.of() : List.of(new KeyHint(newSession.key()));
    getChildren()
        .add(
            new EmptyState(
                Icons.ADD, newSession.title(), "Describe a task, or paste a list of them", key));
    getStyleClass().add("opens");
    setFocusTraversable(true);
    setAccessibleRole(AccessibleRole.BUTTON);
    setAccessibleText(newSession.title());
    addEventHandler(
        MouseEvent.MOUSE_CLICKED,
        event -> {
          if (event.getButton() == MouseButton.PRIMARY) {
            newSession.run();
          }
        });
    addEventHandler(
        KeyEvent.KEY_PRESSED,
        event -> {
          if (event.getCode() == KeyCode.ENTER || event.getCode() == KeyCode.SPACE) {
            event.consume();
            newSession.run();
          }
        });
  }
}
