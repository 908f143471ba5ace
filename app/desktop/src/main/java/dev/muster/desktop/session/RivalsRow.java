package dev.muster.desktop.session;

import dev.muster.desktop.theme.Icons;
import javafx.collections.ListChangeListener;
import javafx.collections.WeakListChangeListener;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.FlowPane;

/**
 * Who else gets the same task, so that one can pick the best: each a chip, and a way to add one.
 */
final class RivalsRow extends FlowPane {
  private final NewSessionModel model;
  private final MenuButton add = new MenuButton("Race another agent");

  /** Held weakly by the model, which may outlive this dialog and be shown by another one. */
  private final ListChangeListener<Rival> refill = _ -> show();

  RivalsRow(NewSessionModel model) {
    super(8, 6);
    this.model = model;
    setAlignment(Pos.CENTER_LEFT);
    add.setId("new-session.race");
    add.getStyleClass().addAll("flat", "small");
    add.setGraphic(Icons.TEAM.node());
    add.setMnemonicParsing(false);
    add.setTooltip(
        new Tooltip("Gives the same task to one more; the race view shows them side by side"));
    add.getItems().add(new MenuItem("…"));
    add.setOnShowing(_ -> fill());
    visibleProperty().bind(model.manyProperty().not());
    managedProperty().bind(visibleProperty());
    model.rivals().addListener(new WeakListChangeListener<>(refill));
    show();
  }

  private void fill() {
    add.getItems().clear();
    for (Rival rival : model.possibleRivals()) {
      MenuItem item = new MenuItem(rival.words());
      item.setMnemonicParsing(false);
      item.setOnAction(_ -> model.rivals().add(rival));
      add.getItems().add(item);
    }
    if (add.getItems().isEmpty()) {
      MenuItem none =
          new MenuItem(
              model.rivals().isEmpty() ? "No agent can work yet" : "No more fit into one race");
      none.setDisable(true);
      add.getItems().add(none);
    }
  }

  private void show() {
    getChildren().clear();
    if (!model.rivals().isEmpty()) {
      Label against = new Label("against");
      against.getStyleClass().addAll("muted", "small");
      getChildren().add(against);
    }
    for (int i = 0; i < model.rivals().size(); i++) {
      getChildren().add(chip(i, model.rivals().get(i)));
    }
    getChildren().add(add);
  }

  private Button chip(int place, Rival rival) {
    Button chip = new Button(rival.words(), Icons.CLOSE.node());
    chip.getStyleClass().addAll("small", "rival");
    chip.setContentDisplay(ContentDisplay.RIGHT);
    chip.setMnemonicParsing(false);
    chip.setAccessibleText("Take " + rival.words() + " out of the race");
    chip.setTooltip(new Tooltip("Take it out of the race"));
    chip.setOnAction(_ -> model.rivals().remove(place));
    return chip;
  }
}
