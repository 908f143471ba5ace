package dev.muster.desktop.control;

import javafx.geometry.Orientation;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.Region;

/** As high as what is in it; where there is less room it scrolls, to what has the keyboard too. */
public final class FittingScroll extends ScrollPane {
  private final Region content;

  public FittingScroll(Region content) {
    super(content);
    this.content = content;
    getStyleClass().add("plain-scroll");
    setFitToWidth(true);
    setHbarPolicy(ScrollBarPolicy.NEVER);
    setFocusTraversable(false);
    setMinHeight(0);
    FollowFocus.in(this);
  }

  /** How high it would be depends on how its words wrap. */
  @Override
  public Orientation getContentBias() {
    return Orientation.HORIZONTAL;
  }

  @Override
  protected double computePrefHeight(double width) {
    double inside = width < 0 ? -1 : width - snappedLeftInset() - snappedRightInset();
    return snapSizeY(content.prefHeight(inside)) + snappedTopInset() + snappedBottomInset();
  }
}
