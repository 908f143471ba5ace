package dev.muster.desktop.shell;

import dev.muster.desktop.Fx;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.Labeled;
import javafx.scene.control.MenuItem;
import javafx.scene.input.KeyCode;
import javafx.stage.PopupWindow;
import javafx.stage.Stage;
import javafx.stage.Window;

/** A window beside the main one, and what a person does in it. */
final class ReviewScene {
  private final String title;

  /**
   * @param title how the window's title begins
   */
  ReviewScene(String title) {
    this.title = title;
  }

  Optional<Stage> stage() {
    return Fx.get(
        () ->
            Window.getWindows().stream()
                .filter(Stage.class::isInstance)
                .map(Stage.class::cast)
                .filter(stage -> stage.getTitle() != null && stage.getTitle().startsWith(title))
                .findFirst());
  }

  Node focus() {
    return Fx.get(() -> stage().orElseThrow().getScene().getFocusOwner());
  }

  void press(KeyCode code, KeyCode... modifiers) {
    Fx.press(focus(), code, modifiers);
    Fx.pulses(3);
  }

  /** The node of this id, if it can be seen. */
  Optional<Node> find(String id) {
    return Fx.get(() -> all().stream().filter(node -> id.equals(node.getId())).findFirst());
  }

  /** Presses the button of this id. */
  void fire(String id) {
    Node node = find(id).orElseThrow(() -> new AssertionError("nothing has the id " + id));
    Fx.run(() -> ((ButtonBase) node).fire());
    Fx.pulses(3);
  }

  boolean says(String text) {
    return Fx.get(
        () ->
            all().stream()
                .anyMatch(
                    node ->
                        node instanceof Labeled label
                            && label.getText() != null
                            && label.getText().contains(text)));
  }

  void untilSays(String text) {
    Fx.until("the window says: " + text, () -> says(text));
  }

  /** The entries of the menu that is open. */
  static List<MenuItem> menu() {
    return Fx.get(
        () ->
            Window.getWindows().stream()
                .filter(javafx.scene.control.ContextMenu.class::isInstance)
                .map(javafx.scene.control.ContextMenu.class::cast)
                .filter(PopupWindow::isShowing)
                .flatMap(menu -> menu.getItems().stream())
                .toList());
  }

  /** Chooses from the menu that is open. */
  static void choose(String id) {
    MenuItem item =
        menu().stream()
            .filter(one -> id.equals(one.getId()))
            .findFirst()
            .orElseThrow(() -> new AssertionError("the menu has no " + id));
    Fx.run(
        () -> {
          item.getParentPopup().hide();
          item.fire();
        });
    Fx.pulses(3);
  }

  List<Node> all() {
    List<Node> nodes = new ArrayList<>();
    stage().ifPresent(stage -> collect(stage.getScene().getRoot(), nodes));
    return nodes;
  }

  private static void collect(Node node, List<Node> into) {
    if (node.isVisible()) {
      into.add(node);
      if (node instanceof Parent parent) {
        parent.getChildrenUnmodifiable().forEach(child -> collect(child, into));
      }
    }
  }
}
