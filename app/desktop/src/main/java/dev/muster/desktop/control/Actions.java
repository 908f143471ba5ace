package dev.muster.desktop.control;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import javafx.event.EventHandler;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import javafx.util.Subscription;
import org.fxmisc.richtext.GenericStyledArea;
import org.jspecify.annotations.Nullable;

/**
 * The actions of one window (or one pane) by id, and the keys that run them. Used on the JavaFX
 * thread only.
 */
public final class Actions {
  private final Map<String, Action> byId = new LinkedHashMap<>();

  /**
   * Adds an action.
   *
   * @return the action, so that a field can be set in the same line
   * @throws IllegalArgumentException if its id or its key is taken
   */
  public Action add(Action action) {
    if (byId.containsKey(action.id())) {
      throw new IllegalArgumentException("There is already an action with id " + action.id() + ".");
    }
    KeyCombination key = action.key();
    if (key != null) {
      for (Action other : byId.values()) {
        if (key.equals(other.key())) {
          throw new IllegalArgumentException(
              "The key %s of %s belongs to %s."
                  .formatted(key.getDisplayText(), action.id(), other.id()));
        }
      }
    }
    byId.put(action.id(), action);
    return action;
  }

  /** Takes an action out again; its key and id are then free. */
  public void remove(Action action) {
    byId.remove(action.id(), action);
  }

  public Optional<Action> find(String id) {
    return Optional.ofNullable(byId.get(id));
  }

  /** All actions in the order they were added, for menus and the palette. */
  public Collection<Action> all() {
    return Collections.unmodifiableCollection(byId.values());
  }

  /**
   * Runs the actions' keys in a scene until the subscription ends.
   *
   * <p>A control that has a use for a key itself comes first. A key without Ctrl, Alt or Meta never
   * runs anything while the person types into a text. Alt with a letter or digit is asked for
   * before the control: a text area would take it for typing. What a key types goes nowhere when
   * its press ran an action or moved the focus: it was not meant for where the focus is now.
   *
   * @param active asked at each key; while false, as under a dialog, the keys run nothing
   */
  public Subscription installIn(Scene scene, BooleanSupplier active) {
    ActionKeys keys = new ActionKeys(this, scene, active);
    keys.install();
    return keys::remove;
  }

  /** Runs the actions' keys while the focus is inside a node, until the subscription ends. */
  public Subscription installIn(Node node) {
    EventHandler<KeyEvent> handler =
        event ->
            run(event, node.getScene() == null ? null : node.getScene().getFocusOwner(), _ -> true);
    node.addEventHandler(KeyEvent.KEY_PRESSED, handler);
    return () -> node.removeEventHandler(KeyEvent.KEY_PRESSED, handler);
  }

  /**
   * Runs the action whose key this is, if it is among those asked for and may run now.
   *
   * @return whether one ran; the event is then consumed
   */
  boolean run(KeyEvent event, @Nullable Node focused, Predicate<Action> among) {
    if (event.isConsumed()) {
      return false;
    }
    for (Action action : byId.values()) {
      KeyCombination key = action.key();
      if (key != null
          && key.match(event)
          && among.test(action)
          && !(action.keyIsTyped() && takesText(focused))
          && action.run()) {
        event.consume();
        return true;
      }
    }
    return false;
  }

  private static boolean takesText(@Nullable Node focused) {
    return focused instanceof TextInputControl text && text.isEditable()
        || focused instanceof GenericStyledArea<?, ?, ?> area && area.isEditable();
  }
}
