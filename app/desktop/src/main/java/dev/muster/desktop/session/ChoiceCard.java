package dev.muster.desktop.session;

import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.css.PseudoClass;
import javafx.scene.AccessibleAttribute;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Button;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/** One of several things to choose, as a card: its name and one line that explains it. */
final class ChoiceCard extends Button {
  private static final PseudoClass CHOSEN = PseudoClass.getPseudoClass("chosen");

  private final BooleanProperty chosen = new SimpleBooleanProperty(this, "chosen");

  ChoiceCard(String title, String line) {
    getStyleClass().setAll("choice-card");
    setMnemonicParsing(false);
    Label name = new Label(title);
    name.getStyleClass().add("strong");
    name.setMnemonicParsing(false);
    Label explained = new Label(line);
    explained.getStyleClass().addAll("choice-line", "muted");
    explained.setMnemonicParsing(false);
    explained.setWrapText(true);
    explained.setMinHeight(USE_PREF_SIZE);
    VBox words = new VBox(2, name, explained);
    words.setFillWidth(true);
    setGraphic(words);
    setContentDisplay(ContentDisplay.GRAPHIC_ONLY);
    setMaxWidth(Double.MAX_VALUE);
    setMaxHeight(Double.MAX_VALUE);
    setMinWidth(0);
    setPrefWidth(100);
    HBox.setHgrow(this, Priority.ALWAYS);
    setAccessibleRole(AccessibleRole.RADIO_BUTTON);
    setAccessibleText(title);
    setAccessibleHelp(line);
    setTooltip(new Tooltip(title + "\n" + line));
    chosen.subscribe(
        now -> {
          pseudoClassStateChanged(CHOSEN, now);
          notifyAccessibleAttributeChanged(AccessibleAttribute.SELECTED);
        });
  }

  BooleanProperty chosenProperty() {
    return chosen;
  }

  @Override
  public Object queryAccessibleAttribute(AccessibleAttribute attribute, Object... parameters) {
    return attribute == AccessibleAttribute.SELECTED
        ? chosen.get()
        : super.queryAccessibleAttribute(attribute, parameters);
  }
}
