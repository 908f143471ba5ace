package dev.muster.desktop.shell;

import dev.muster.desktop.Fx;
import java.util.ArrayList;
import java.util.List;
import javafx.geometry.Bounds;
import javafx.scene.AccessibleAttribute;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextInputControl;
import javafx.scene.text.Text;

/**
 * What a person could not do, reach or be told of in a window: buttons whose words are cut, buttons
 * and fields that lie outside of it, and controls without a name.
 */
final class Faults {
  private Faults() {}

  /** Those in what is shown, as sentences. */
  static List<String> in(Parent root) {
    return Fx.get(
        () -> {
          root.applyCss();
          root.layout();
          List<Node> all = new ArrayList<>();
          collect(root, all);
          List<String> faults = new ArrayList<>();
          for (Node node : all) {
            if (node.isFocusTraversable()
                && !(node instanceof ScrollPane)
                && node.getScene() != null
                && name(node, all).isBlank()) {
              faults.add("no name: " + node);
            }
            if (node instanceof ButtonBase button && isCut(button)) {
              faults.add("cut: " + words(button));
            }
            if ((node instanceof ButtonBase || node instanceof TextInputControl)
                && !isInScroll(node)
                && isOutside(node)) {
              faults.add("outside: " + node + " at " + node.localToScene(node.getLayoutBounds()));
            }
          }
          return faults;
        });
  }

  private static String words(Labeled labeled) {
    return labeled.getClass().getSimpleName()
        + " “"
        + labeled.getText()
        + "” "
        + labeled.getStyleClass()
        + (labeled.getId() == null ? "" : " #" + labeled.getId());
  }

  private static String name(Node node, List<Node> all) {
    String said = node.getAccessibleText();
    if (said != null && !said.isBlank()) {
      return said;
    }
    if (node.queryAccessibleAttribute(AccessibleAttribute.TEXT) instanceof String text
        && !text.isBlank()) {
      return text;
    }
    return all.stream()
        .filter(one -> one instanceof Label label && label.getLabelFor() == node)
        .map(one -> ((Label) one).getText())
        .findFirst()
        .orElse("");
  }

  /** Whether less of its words is drawn than it has. */
  private static boolean isCut(Labeled labeled) {
    return labeled.getText() != null
        && !labeled.getText().isEmpty()
        && labeled.getChildrenUnmodifiable().stream()
            .anyMatch(
                child ->
                    child instanceof Text text
                        && text.isVisible()
                        && text.getText().endsWith(labeled.getEllipsisString())
                        && !labeled.getText().endsWith(labeled.getEllipsisString()));
  }

  private static boolean isInScroll(Node node) {
    for (Node each = node; each != null; each = each.getParent()) {
      if (each instanceof ScrollPane || each.getClass().getSimpleName().startsWith("VirtualFlow")) {
        return true;
      }
    }
    return false;
  }

  private static boolean isOutside(Node node) {
    Scene scene = node.getScene();
    Bounds at = node.localToScene(node.getLayoutBounds());
    return at.getMinX() < -1
        || at.getMinY() < -1
        || at.getMaxX() > scene.getWidth() + 1
        || at.getMaxY() > scene.getHeight() + 1;
  }

  private static void collect(Node node, List<Node> into) {
    if (!node.isVisible() || node.isDisabled()) {
      return;
    }
    into.add(node);
    if (node instanceof Parent parent) {
      parent.getChildrenUnmodifiable().forEach(child -> collect(child, into));
    }
  }
}
