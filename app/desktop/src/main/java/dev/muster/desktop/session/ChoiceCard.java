package dev.muster.desktop.session;

import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.css.PseudoClass;
import javafx.scene.AccessibleAction;
import javafx.scene.AccessibleAttribute;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/**
 * One of several things to choose, as a card: its name and a line or two that explain it. Not a
 * button: a button's height knows nothing of how its text wraps.
 */
final class ChoiceCard extends VBox {
  private static final double HEIGHT = 66;

  private static final PseudoClass CHOSEN = PseudoClass.getPseudoClass("chosen");

  /** All ask for the same, so that all get the same; as wide as three of them in the dialog. */
  private static final double WIDTH = 240;

  private final BooleanProperty chosen = new SimpleBooleanProperty(this, "chosen");
  private final Runnable choose;

  ChoiceCard(String title, String line, Runnable choose) {
    this.choose = choose;
    getStyleClass().add("choice-card");
    Label name = new Label(title);
    name.getStyleClass().add("strong");
    name.setMnemonicParsing(false);
    Label explained = new Label(line);
    explained.getStyleClass().addAll("choice-line", "muted");
    explained.setMnemonicParsing(false);
    explained.setWrapText(true);
    explained.setMinHeight(USE_PREF_SIZE);
    getChildren().addAll(name, explained);
    setMinWidth(0);
    setPrefWidth(WIDTH);
    HBox.setHgrow(this, Priority.ALWAYS);
    setFocusTraversable(true);
    setAccessibleRole(AccessibleRole.RADIO_BUTTON);
    setAccessibleText(title);
    setAccessibleHelp(line);
    addEventHandler(MouseEvent.MOUSE_CLICKED, this::clicked);
    addEventHandler(KeyEvent.KEY_PRESSED, this::key);
    chosen.subscribe(
        now -> {
          pseudoClassStateChanged(CHOSEN, now);
          notifyAccessibleAttributeChanged(AccessibleAttribute.SELECTED);
        });
  }

  BooleanProperty chosenProperty() {
    return chosen;
  }

  private void clicked(MouseEvent event) {
    if (event.getButton() == MouseButton.PRIMARY) {
      requestFocus();
      choose.run();
    }
  }

  private void key(KeyEvent event) {
    boolean plain = !event.isShortcutDown() && !event.isAltDown();
    if (plain && (event.getCode() == KeyCode.SPACE || event.getCode() == KeyCode.ENTER)) {
      event.consume();
      choose.run();
    }
  }

  @Override
  public Object queryAccessibleAttribute(AccessibleAttribute attribute, Object... parameters) {
    return attribute == AccessibleAttribute.SELECTED
        ? chosen.get()
        : super.queryAccessibleAttribute(attribute, parameters);
  }

  @Override
  public void executeAccessibleAction(AccessibleAction action, Object... parameters) {
    if (action == AccessibleAction.FIRE) {
      choose.run();
    } else {
      super.executeAccessibleAction(action, parameters);
    }
  }
}
