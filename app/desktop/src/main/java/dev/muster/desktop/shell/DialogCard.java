package dev.muster.desktop.shell;

import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** The card of a small dialog: a title, what it is about, and buttons at the lower right. */
final class DialogCard extends VBox {
  DialogCard(String title, Node content, List<? extends Node> buttons) {
    getStyleClass().add("dialog-card");
    setAccessibleRole(AccessibleRole.DIALOG);
    setAccessibleText(title);
    Label heading = new Label(title);
    heading.getStyleClass().add("dialog-title");
    heading.setMnemonicParsing(false);
    heading.setWrapText(true);
    heading.setMinHeight(Region.USE_PREF_SIZE);
    HBox head = new HBox(heading);
    head.getStyleClass().add("dialog-head");
    VBox body = new VBox(content);
    body.getStyleClass().add("dialog-body");
    HBox foot = new HBox(8);
    foot.getStyleClass().add("dialog-foot");
    foot.setAlignment(Pos.CENTER_RIGHT);
    foot.getChildren().addAll(buttons);
    getChildren().addAll(head, body, foot);
    addEventFilter(KeyEvent.KEY_PRESSED, event -> choice(event, foot));
    addEventHandler(KeyEvent.KEY_PRESSED, event -> key(event, foot));
  }

  /** Before the choices see it: they swallow Enter although Space is what chooses. */
  private void choice(KeyEvent event, HBox foot) {
    if (event.getTarget() instanceof ToggleButton || event.getTarget() instanceof CheckBox) {
      key(event, foot);
    }
  }

  /** Enter presses the button that has the focus, else the default one of this card. */
  private void key(KeyEvent event, HBox foot) {
    if (event.getCode() != KeyCode.ENTER) {
      return;
    }
    if (event.getTarget() instanceof Button focused) {
      focused.fire();
      event.consume();
      return;
    }
    for (Node node : foot.getChildren()) {
      if (node instanceof Button button
          && button.isDefaultButton()
          && button.isVisible()
          && !button.isDisabled()) {
        button.fire();
        event.consume();
        return;
      }
    }
  }
}
