package dev.muster.desktop.control;

import java.util.List;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.layout.Region;

/** Muster's sign: nine dots, of which some want something. */
public final class Logo extends Region {
  private static final List<String> DOTS = List.of("w", "n", "n", "s", "a", "a", "a", "n", "a");

  public Logo() {
    setMaxSize(USE_PREF_SIZE, USE_PREF_SIZE);
    setMinSize(USE_PREF_SIZE, USE_PREF_SIZE);
    getStyleClass().add("logo");
    setAccessibleRole(AccessibleRole.IMAGE_VIEW);
    setAccessibleText("Muster");
    for (String dot : DOTS) {
      Region region = new Region();
      region.getStyleClass().addAll("logo-dot", "logo-" + dot);
      getChildren().add(region);
    }
  }

  @Override
  protected void layoutChildren() {
    int i = 0;
    for (Node dot : getChildren()) {
      dot.resizeRelocate(i % 3 * 7, i / 3 * 7, 5, 5);
      i++;
    }
  }

  @Override
  protected double computePrefWidth(double height) {
    return 19;
  }

  @Override
  protected double computePrefHeight(double width) {
    return 19;
  }
}
