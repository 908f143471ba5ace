package dev.muster.desktop.shell;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.TraversalDirection;
import javafx.scene.control.ComboBoxBase;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextArea;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import org.jspecify.annotations.Nullable;

/**
 * Dialogs inside the window: the window dims, the card stands over it and keeps the keyboard until
 * it is closed. Being no window of its own, a dialog never waits behind another one, and nothing
 * blocks a frame.
 */
final class Overlay extends StackPane {
  private record Shown(Region card, Runnable closed, @Nullable Node focusBefore) {}

  private final Region scrim = new Region();
  private final Deque<Shown> stack = new ArrayDeque<>();
  private @Nullable Node lastInside;

  Overlay() {
    getStyleClass().add("overlay");
    scrim.getStyleClass().add("scrim");
    getChildren().add(scrim);
    setVisible(false);
    setAlignment(Pos.TOP_CENTER);
    addEventFilter(KeyEvent.KEY_PRESSED, this::escape);
    addEventFilter(KeyEvent.KEY_PRESSED, this::tab);
    addEventFilter(KeyEvent.KEY_PRESSED, Overlay::leaveArea);
    // What a dialog has no use for must not act on the window behind it.
    addEventHandler(KeyEvent.KEY_PRESSED, Overlay::swallow);
    sceneProperty()
        .subscribe(
            scene -> {
              if (scene != null) {
                scene.focusOwnerProperty().subscribe(this::keepFocus);
              }
            });
  }

  boolean isOpen() {
    return !stack.isEmpty();
  }

  /**
   * Shows a card over the window, and over other cards.
   *
   * @param focus what gets the keyboard first
   * @param closed called once when it is gone, however that came
   */
  void show(Region card, Node focus, Runnable closed) {
    Scene scene = getScene();
    stack.push(new Shown(card, closed, scene == null ? null : scene.getFocusOwner()));
    card.setMaxSize(USE_PREF_SIZE, USE_PREF_SIZE);
    getChildren().add(card);
    scrim.toFront();
    card.toFront();
    setVisible(true);
    lastInside = focus;
    // What stands in a scroll pane is in the scene only once that has its look.
    card.applyCss();
    focus.requestFocus();
    if (!isInside(card, scene == null ? null : scene.getFocusOwner())) {
      // What cannot take it yet must not leave it to the window behind.
      card.requestFocus();
    }
  }

  /** Takes the uppermost card away. */
  void close() {
    if (stack.isEmpty()) {
      return;
    }
    Shown gone = stack.pop();
    getChildren().remove(gone.card);
    Shown below = stack.peek();
    setVisible(below != null);
    lastInside = null;
    if (below != null) {
      scrim.toFront();
      below.card.toFront();
    }
    if (gone.focusBefore != null) {
      gone.focusBefore.requestFocus();
    }
    gone.closed.run();
  }

  /** Takes this card away, if it is shown. */
  void close(Region card) {
    Shown top = stack.peek();
    if (top != null && top.card == card) {
      close();
    }
  }

  /** Before the fields see it: some of them swallow the key although they have no use for it. */
  private void escape(KeyEvent event) {
    boolean inList = event.getTarget() instanceof ComboBoxBase<?> box && box.isShowing();
    if (event.getCode() == KeyCode.ESCAPE && !inList) {
      event.consume();
      close();
    }
  }

  /** All but Tab: lists leave it to the scene to move the focus on from them. */
  private static void swallow(KeyEvent event) {
    if (!movesFocus(event)) {
      event.consume();
    }
  }

  private static boolean movesFocus(KeyEvent event) {
    return event.getCode() == KeyCode.TAB
        && !event.isControlDown()
        && !event.isAltDown()
        && !event.isMetaDown();
  }

  /** From the last place of the card to the first, and back: the window behind has its rest. */
  private void tab(KeyEvent event) {
    Shown top = stack.peek();
    if (top == null || !movesFocus(event)) {
      return;
    }
    List<Node> places = new ArrayList<>();
    collect(top.card, places);
    if (places.isEmpty()) {
      return;
    }
    Node end = event.isShiftDown() ? places.getFirst() : places.getLast();
    if (isInside(end, getScene().getFocusOwner())) {
      event.consume();
      (event.isShiftDown() ? places.getLast() : places.getFirst()).requestFocus();
    }
  }

  /** No text of a dialog has a use for a tab, and everything must be reachable by keyboard. */
  private static void leaveArea(KeyEvent event) {
    if (!event.isConsumed() && movesFocus(event) && event.getTarget() instanceof TextArea area) {
      area.requestFocusTraversal(
          event.isShiftDown() ? TraversalDirection.PREVIOUS : TraversalDirection.NEXT);
      event.consume();
    }
  }

  /** What takes the keyboard, in the order in which it stands there. */
  private static void collect(Node node, List<Node> places) {
    if (!node.isVisible() || node.isDisabled()) {
      return;
    }
    if (node.isFocusTraversable()) {
      places.add(node);
    }
    if (node instanceof Parent parent
        && (!node.isFocusTraversable() || node instanceof ScrollPane)) {
      parent.getChildrenUnmodifiable().forEach(child -> collect(child, places));
    }
  }

  private static boolean isInside(Node around, @Nullable Node owner) {
    for (Node node = owner; node != null; node = node.getParent()) {
      if (node == around) {
        return true;
      }
    }
    return false;
  }

  private void keepFocus(@Nullable Node owner) {
    Shown top = stack.peek();
    if (top == null || owner == null) {
      return;
    }
    if (isInside(top.card, owner)) {
      lastInside = owner;
      return;
    }
    Node back = lastInside;
    if (back != null && back.getScene() == getScene()) {
      back.requestFocus();
    }
    if (!isInside(top.card, getScene().getFocusOwner())) {
      // Where it was takes it no more, as a button that waits for what it has begun.
      List<Node> places = new ArrayList<>();
      collect(top.card, places);
      (places.isEmpty() ? top.card : places.getFirst()).requestFocus();
    }
  }
}
