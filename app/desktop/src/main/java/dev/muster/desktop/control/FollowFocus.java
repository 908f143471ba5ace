package dev.muster.desktop.control;

import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.control.ScrollPane;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;

/** Keeps what has the keyboard in sight: a scroll pane does not follow the focus by itself. */
public final class FollowFocus {
  private static final double AIR = 24;

  private FollowFocus() {}

  /** From now on this pane scrolls to whatever in it gets the focus. */
  public static void in(ScrollPane pane) {
    // Ends with the pane's time in the scene, which lives longer than a dialog.
    Subscription[] following = {Subscription.EMPTY};
    pane.sceneProperty()
        .subscribe(
            scene -> {
              following[0].unsubscribe();
              following[0] =
                  scene == null
                      ? Subscription.EMPTY
                      : scene.focusOwnerProperty().subscribe(owner -> show(pane, owner));
            });
  }

  private static void show(ScrollPane pane, @Nullable Node owner) {
    Node content = pane.getContent();
    if (owner == null || content == null || !isInside(content, owner)) {
      return;
    }
    Bounds at = content.sceneToLocal(owner.localToScene(owner.getBoundsInLocal()));
    double seen = pane.getViewportBounds().getHeight();
    double all = content.getBoundsInLocal().getHeight();
    double hidden = all - seen;
    if (hidden <= 0) {
      return;
    }
    double top = pane.getVvalue() * hidden;
    if (at.getMinY() - AIR < top) {
      pane.setVvalue(Math.max(0, at.getMinY() - AIR) / hidden);
    } else if (at.getMaxY() + AIR > top + seen) {
      pane.setVvalue(Math.min(hidden, at.getMaxY() + AIR - seen) / hidden);
    }
  }

  private static boolean isInside(Node content, Node owner) {
    for (Node node = owner; node != null; node = node.getParent()) {
      if (node == content) {
        return true;
      }
    }
    return false;
  }
}
