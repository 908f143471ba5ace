package dev.muster.desktop.grid;

import dev.muster.desktop.grid.PaneModel.Tab;
import dev.muster.engine.session.SessionSnapshot;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import javafx.beans.property.ObjectProperty;
import javafx.scene.AccessibleRole;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;

/** Log, plan and diff: the tabs of a pane, with how far the plan is and how much has changed. */
final class PaneTabs extends HBox {
  private final Map<Tab, ToggleButton> buttons = new EnumMap<>(Tab.class);
  private final ObjectProperty<Tab> tab;
  private final Label added = new Label();
  private final Label removed = new Label();

  PaneTabs(ObjectProperty<Tab> tab) {
    this.tab = tab;
    getStyleClass().add("pane-tabs");
    for (Tab each : Tab.values()) {
      ToggleButton button = new ToggleButton(name(each));
      button.getStyleClass().add("pane-tab");
      button.setMnemonicParsing(false);
      button.setMinWidth(USE_PREF_SIZE);
      button.setAccessibleRole(AccessibleRole.TAB_ITEM);
      button.setOnAction(
          _ -> {
            tab.set(each);
            showTab(each);
          });
      buttons.put(each, button);
      getChildren().add(button);
    }
    added.getStyleClass().add("success");
    removed.getStyleClass().add("danger");
    ToggleButton diff = of(Tab.DIFF);
    diff.setGraphic(new HBox(4, added, removed));
    diff.setContentDisplay(ContentDisplay.RIGHT);
    tab.subscribe(this::showTab);
    addEventHandler(KeyEvent.KEY_PRESSED, this::key);
  }

  private static String name(Tab tab) {
    return switch (tab) {
      case LOG -> "Log";
      case PLAN -> "Plan";
      case DIFF -> "Diff";
    };
  }

  private ToggleButton of(Tab each) {
    return Objects.requireNonNull(buttons.get(each));
  }

  private void showTab(Tab now) {
    buttons.forEach(
        (each, button) -> {
          button.setSelected(each == now);
          button.setFocusTraversable(each == now);
        });
  }

  private void key(KeyEvent event) {
    int by = event.getCode() == KeyCode.LEFT ? -1 : event.getCode() == KeyCode.RIGHT ? 1 : 0;
    if (by != 0 && !event.isAltDown() && !event.isShortcutDown()) {
      Tab[] all = Tab.values();
      tab.set(all[Math.clamp(tab.get().ordinal() + by, 0, all.length - 1)]);
      of(tab.get()).requestFocus();
      event.consume();
    }
  }

  void show(SessionSnapshot s) {
    int steps = s.plan().size();
    of(Tab.PLAN).setText(steps == 0 ? "Plan" : "Plan " + s.planDone() + "/" + steps);
    int plus = s.changes().added();
    int minus = s.changes().removed();
    added.setText(plus == 0 ? "" : "+" + plus);
    removed.setText(minus == 0 ? "" : "−" + minus);
    added.setManaged(plus != 0);
    removed.setManaged(minus != 0);
    int files = s.changes().files().size();
    of(Tab.DIFF)
        .setAccessibleText(
            files == 0
                ? "Diff, nothing changed"
                : "Diff, %d files, %d lines added, %d removed".formatted(files, plus, minus));
  }
}
