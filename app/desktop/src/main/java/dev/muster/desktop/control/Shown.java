package dev.muster.desktop.control;

import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.value.ObservableValue;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.stage.Stage;
import javafx.stage.Window;
import javafx.util.Subscription;

/**
 * Whether a node can be seen: it and all its parents are visible, in a window that is open and not
 * minimised. JavaFX knows, but does not tell.
 */
final class Shown {
  private final Node node;
  private final ReadOnlyBooleanWrapper shown = new ReadOnlyBooleanWrapper(this, "shown");
  private Subscription chain = Subscription.EMPTY;
  private boolean following;

  private Shown(Node node) {
    this.node = node;
  }

  /** The property for a node; it lives as long as the node. */
  static ReadOnlyBooleanProperty of(Node node) {
    Shown watch = new Shown(node);
    node.sceneProperty().subscribe(watch::follow);
    return watch.shown.getReadOnlyProperty();
  }

  private void follow() {
    if (following) {
      return;
    }
    following = true;
    chain.unsubscribe();
    chain = Subscription.EMPTY;
    boolean visible = true;
    Scene scene = node.getScene();
    if (scene != null) {
      for (Node n = node; n != null; n = n.getParent()) {
        visible &= n.isVisible();
        on(n.visibleProperty());
        on(n.parentProperty());
      }
      on(scene.windowProperty());
      Window window = scene.getWindow();
      visible &= window != null && window.isShowing();
      if (window != null) {
        on(window.showingProperty());
      }
      if (window instanceof Stage stage) {
        visible &= !stage.isIconified();
        on(stage.iconifiedProperty());
      }
    }
    following = false;
    shown.set(visible && scene != null);
  }

  private void on(ObservableValue<?> value) {
    chain = chain.and(value.subscribe(this::follow));
  }
}
