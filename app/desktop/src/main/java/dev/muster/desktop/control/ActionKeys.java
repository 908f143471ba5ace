package dev.muster.desktop.control;

import java.util.function.BooleanSupplier;
import javafx.event.EventHandler;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.input.KeyEvent;
import org.jspecify.annotations.Nullable;

/**
 * Brings the keys pressed in one scene to its actions; the one place that decides whether a key is
 * an action's or the focused control's.
 */
final class ActionKeys {
  private final Actions actions;
  private final Scene scene;
  private final BooleanSupplier active;
  private final EventHandler<KeyEvent> before = this::before;
  private final EventHandler<KeyEvent> after = this::after;
  private final EventHandler<KeyEvent> typed = this::typed;
  private final EventHandler<KeyEvent> released = _ -> release();
  private @Nullable Node pressedIn;
  private boolean pressed;
  private boolean ran;

  ActionKeys(Actions actions, Scene scene, BooleanSupplier active) {
    this.actions = actions;
    this.scene = scene;
    this.active = active;
  }

  void install() {
    scene.addEventFilter(KeyEvent.KEY_PRESSED, before);
    scene.addEventHandler(KeyEvent.KEY_PRESSED, after);
    scene.addEventFilter(KeyEvent.KEY_TYPED, typed);
    scene.addEventFilter(KeyEvent.KEY_RELEASED, released);
  }

  void remove() {
    scene.removeEventFilter(KeyEvent.KEY_PRESSED, before);
    scene.removeEventHandler(KeyEvent.KEY_PRESSED, after);
    scene.removeEventFilter(KeyEvent.KEY_TYPED, typed);
    scene.removeEventFilter(KeyEvent.KEY_RELEASED, released);
    release();
  }

  private void before(KeyEvent event) {
    pressed = true;
    pressedIn = scene.getFocusOwner();
    ran =
        active.getAsBoolean() && actions.run(event, pressedIn, Action::keyIsTakenForTypingWithAlt);
  }

  private void after(KeyEvent event) {
    if (active.getAsBoolean() && actions.run(event, scene.getFocusOwner(), _ -> true)) {
      ran = true;
    }
  }

  /** The toolkit sends what a key types to where the focus is by then, consumed or not. */
  private void typed(KeyEvent event) {
    if (ran || pressed && pressedIn != scene.getFocusOwner()) {
      event.consume();
    }
  }

  private void release() {
    pressed = false;
    pressedIn = null;
    ran = false;
  }
}
