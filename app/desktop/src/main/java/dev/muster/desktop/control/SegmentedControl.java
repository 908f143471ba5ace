package dev.muster.desktop.control;

import java.util.ArrayList;
import java.util.List;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.css.PseudoClass;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;

/**
 * One of a few, side by side in one frame, as {@code 1 | 2 | 2×2 | 3×3 | Auto}. One is always
 * chosen. Tab goes to the chosen one, the arrow keys choose.
 *
 * @param <T> what is chosen
 */
public final class SegmentedControl<T> extends HBox {
  /**
   * One of the choices.
   *
   * @param value what choosing it means
   * @param title what it says
   * @param description what a screen reader says, as {@code two by two panes}
   */
  public record Segment<T>(T value, String title, String description) {}

  private static final PseudoClass FIRST = PseudoClass.getPseudoClass("first");
  private static final PseudoClass LAST = PseudoClass.getPseudoClass("last");

  private final List<Segment<T>> segments;
  private final List<ToggleButton> buttons = new ArrayList<>();
  private final ObjectProperty<T> value;

  /** The first segment is chosen. At least one is needed. */
  public SegmentedControl(List<Segment<T>> segments) {
    this.segments = List.copyOf(segments);
    this.value = new SimpleObjectProperty<>(this, "value", segments.getFirst().value());
    getStyleClass().add("segmented-control");
    setMaxWidth(USE_PREF_SIZE);
    setMinWidth(USE_PREF_SIZE);
    for (int i = 0; i < segments.size(); i++) {
      buttons.add(button(i));
    }
    getChildren().addAll(buttons);
    // Before the buttons, which would only move the focus.
    addEventFilter(KeyEvent.KEY_PRESSED, this::key);
    value.subscribe(_ -> show());
  }

  /** What is chosen. A value that is none of the segments' chooses nothing on the screen. */
  public ObjectProperty<T> valueProperty() {
    return value;
  }

  /** The segment that is chosen, which takes the keyboard; the first when none is. */
  public Node chosen() {
    return buttons.stream()
        .filter(ToggleButton::isSelected)
        .findFirst()
        .orElseGet(buttons::getFirst);
  }

  /** Gives one of the segments, from 0, another title, as when it tells a number. */
  public void setTitle(int index, String title) {
    buttons.get(index).setText(title);
    buttons.get(index).setAccessibleText(title);
  }

  private ToggleButton button(int index) {
    Segment<T> segment = segments.get(index);
    ToggleButton button = new ToggleButton(segment.title());
    button.setMnemonicParsing(false);
    button.setMinWidth(USE_PREF_SIZE);
    button.getStyleClass().add("segment");
    button.pseudoClassStateChanged(FIRST, index == 0);
    button.pseudoClassStateChanged(LAST, index == segments.size() - 1);
    button.setAccessibleRole(AccessibleRole.RADIO_BUTTON);
    button.setAccessibleText(segment.description());
    button.setOnAction(
        _ -> {
          value.set(segment.value());
          show(); // Pressing the chosen one again must not unchoose it.
        });
    return button;
  }

  private void show() {
    T now = value.get();
    for (int i = 0; i < buttons.size(); i++) {
      boolean chosen = segments.get(i).value().equals(now);
      buttons.get(i).setSelected(chosen);
      buttons.get(i).setFocusTraversable(chosen);
    }
  }

  private void key(KeyEvent event) {
    int by = event.getCode() == KeyCode.LEFT ? -1 : event.getCode() == KeyCode.RIGHT ? 1 : 0;
    if (by == 0 || event.isShortcutDown() || event.isAltDown()) {
      return;
    }
    event.consume();
    for (int i = 0; i < buttons.size(); i++) {
      if (buttons.get(i).isSelected()) {
        int next = Math.clamp(i + by, 0, buttons.size() - 1);
        value.set(segments.get(next).value());
        buttons.get(next).requestFocus();
        return;
      }
    }
  }
}
