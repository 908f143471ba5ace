package dev.muster.desktop.review;

import dev.muster.desktop.live.EventPump;
import javafx.scene.control.SplitPane;
import org.jspecify.annotations.Nullable;

/** Shows the right panel where there is room for it, or where the person wants it. */
final class SideShelf {
  /** Where the panel begins, as part of the width. */
  private static final double BEGIN = 0.795;

  private final SplitPane parts;
  private final SidePanel side;
  private final EventPump pump;

  /** Whether it is wanted whatever the width; null for as the width says. */
  private @Nullable Boolean wanted;

  private double width;

  SideShelf(SplitPane parts, SidePanel side, EventPump pump) {
    this.parts = parts;
    this.side = side;
    this.pump = pump;
    SplitPane.setResizableWithParent(side, false);
  }

  /** The window has another width, in px. What the person said holds as long as it stays wide. */
  void widened(Number before, Number now) {
    if (before.doubleValue() < SidePanel.NARROW != now.doubleValue() < SidePanel.NARROW) {
      wanted = null;
    }
    width = now.doubleValue();
    show();
  }

  /** Shows it, or hides it where it is shown. */
  void toggle() {
    wanted = !shown();
    show();
  }

  /** Shows one of its pages. */
  void open(SidePanel.Tab tab) {
    wanted = true;
    side.tabProperty().set(tab);
    show();
  }

  private boolean shown() {
    return parts.getItems().contains(side);
  }

  private void show() {
    Boolean said = wanted;
    boolean show = said == null ? width >= SidePanel.NARROW : said;
    if (show && !shown()) {
      double left = parts.getDividerPositions()[0];
      parts.getItems().add(side);
      parts.setDividerPositions(left, BEGIN);
      pump.post(side::renew);
    } else if (!show && shown()) {
      parts.getItems().remove(side);
    }
  }
}
