package dev.muster.desktop.control;

import atlantafx.base.theme.Styles;
import dev.muster.desktop.theme.Icons;
import java.util.Objects;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.MenuItem;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;

/** Buttons and menu items made from actions, so that they can never disagree with the key. */
public final class ActionNodes {
  /** How much a button asks to be pressed. */
  public enum Emphasis {
    /** One of several. */
    PLAIN,
    /** Text only, no frame, until the pointer is over it. */
    FLAT,
    /** The one thing to do here; blue. */
    ACCENT,
    /** Lets something go ahead (allow, start, merge); green. */
    SUCCESS
  }

  private ActionNodes() {}

  /** A button with the action's icon and title, without its key. */
  public static Button button(Action action, Emphasis emphasis) {
    Button button = new Button();
    button.textProperty().bind(action.titleProperty());
    Icons icon = action.icon();
    if (icon != null) {
      button.setGraphic(sign(icon));
    }
    return wire(button, action, emphasis);
  }

  /** A button with the action's title and its key as a key cap, as {@code New session [Ctrl N]}. */
  public static Button buttonWithKey(Action action, Emphasis emphasis) {
    Button button = button(action, emphasis);
    if (action.key() == null) {
      return button;
    }
    Label title = new Label();
    title.getStyleClass().add("action-title");
    title.textProperty().bind(action.titleProperty());
    HBox whole = new HBox(6, title, new KeyHint(Objects.requireNonNull(action.key())));
    whole.setAlignment(Pos.CENTER);
    Icons icon = action.icon();
    if (icon != null) {
      whole.getChildren().addFirst(sign(icon));
    }
    button.setGraphic(whole);
    button.setContentDisplay(ContentDisplay.GRAPHIC_ONLY);
    return button;
  }

  /** A square button that shows only the icon; the title is its tooltip and accessible name. */
  public static Button iconButton(Action action) {
    Button button = new Button("", sign(Objects.requireNonNull(action.icon(), action.id())));
    button.getStyleClass().addAll(Styles.BUTTON_ICON, "icon-action");
    return wire(button, action, Emphasis.FLAT);
  }

  /** A menu item with the action's icon, title and key. */
  public static MenuItem menuItem(Action action) {
    MenuItem item = new MenuItem();
    item.textProperty().bind(action.titleProperty());
    Icons icon = action.icon();
    if (icon != null) {
      item.setGraphic(icon.node());
    }
    item.setId(action.id());
    item.disableProperty().bind(action.enabledProperty().not());
    item.setOnAction(_ -> action.run());
    item.setMnemonicParsing(false);
    // JavaFX runs a menu's accelerators even while the person types, so a bare letter is not one.
    // Where Actions is installed as well it consumes the key first: nothing runs twice.
    if (action.key() != null && !action.keyIsTyped()) {
      item.setAccelerator(action.key());
    }
    if (action.danger()) {
      item.getStyleClass().add(Styles.DANGER);
    }
    return item;
  }

  /** Makes an existing button run the action, with its tooltip, key text, name and state. */
  static <B extends ButtonBase> B wire(B button, Action action, Emphasis emphasis) {
    button.setId(action.id());
    button.setMnemonicParsing(false);
    button.getStyleClass().add("action-button");
    switch (emphasis) {
      case PLAIN -> {}
      case FLAT -> button.getStyleClass().add(Styles.FLAT);
      case ACCENT -> button.getStyleClass().add(Styles.ACCENT);
      case SUCCESS -> button.getStyleClass().add(Styles.SUCCESS);
    }
    if (action.danger()) {
      button.getStyleClass().add("danger-action");
    }
    button.disableProperty().bind(action.enabledProperty().not());
    button.setOnAction(_ -> action.run());
    button.setAccessibleRole(AccessibleRole.BUTTON);
    button.accessibleTextProperty().bind(action.titleProperty());
    button.setAccessibleHelp(action.description());
    button.setTooltip(tooltip(action));
    return button;
  }

  /** The icon of an action; the one for stopping is a full square, which Feather does not have. */
  private static Node sign(Icons icon) {
    if (icon != Icons.STOP) {
      return icon.node();
    }
    Region square = new Region();
    square.getStyleClass().add("stop-sign");
    return square;
  }

  private static Tooltip tooltip(Action action) {
    Tooltip tooltip = new Tooltip();
    String key =
        action.key() == null ? "" : "  " + Objects.requireNonNull(action.key()).getDisplayText();
    String sentence = action.description().isEmpty() ? "" : "\n" + action.description();
    tooltip.textProperty().bind(action.titleProperty().map(title -> title + key + sentence));
    return tooltip;
  }
}
