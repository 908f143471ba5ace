package dev.muster.desktop.control;

import javafx.geometry.Orientation;
import javafx.scene.control.ScrollBar;
import javafx.scene.input.ScrollEvent;
import javafx.scene.layout.Region;

/** The two scroll bars of a diff sheet and how far it is scrolled, in px. */
final class SheetScroll {
  static final double BAR = 10;

  private final ScrollBar down = new ScrollBar();
  private final ScrollBar across = new ScrollBar();
  private final Runnable changed;
  private boolean setting;

  /**
   * @param changed called when the person scrolled
   */
  SheetScroll(Region owner, Runnable changed) {
    this.changed = changed;
    down.setOrientation(Orientation.VERTICAL);
    for (ScrollBar bar : new ScrollBar[] {down, across}) {
      bar.setManaged(false);
      bar.setFocusTraversable(false);
      bar.setMin(0);
      bar.valueProperty()
          .subscribe(
              (_, _) -> {
                if (!setting) {
                  changed.run();
                }
              });
    }
    owner.addEventHandler(ScrollEvent.SCROLL, this::wheel);
  }

  ScrollBar down() {
    return down;
  }

  ScrollBar across() {
    return across;
  }

  double y() {
    return Math.round(down.getValue());
  }

  double x() {
    return across.isVisible() ? Math.round(across.getValue()) : 0;
  }

  void setY(double y) {
    down.setValue(Math.clamp(y, 0, down.getMax()));
  }

  void setX(double x) {
    across.setValue(Math.clamp(x, 0, across.getMax()));
  }

  /** Fits the bars to what there is and what is in view; tells nobody. */
  void fit(double content, double view, double contentWidth, double viewWidth, double y) {
    setting = true;
    fit(down, content, view);
    down.setValue(Math.clamp(y, 0, down.getMax()));
    fit(across, contentWidth, viewWidth);
    across.setValue(Math.clamp(across.getValue(), 0, across.getMax()));
    setting = false;
  }

  private static void fit(ScrollBar bar, double content, double view) {
    double max = Math.max(0, content - view);
    bar.setMax(max);
    // What stands for the part in view is told in the bar's own measure.
    bar.setVisibleAmount(content <= 0 ? max : max * Math.min(1, view / content));
    bar.setUnitIncrement(3 * SheetRow.LINE);
    bar.setBlockIncrement(Math.max(SheetRow.LINE, view - 2 * SheetRow.LINE));
    bar.setVisible(max > 0);
  }

  private void wheel(ScrollEvent event) {
    if (event.isShortcutDown() || event.isAltDown()) {
      return;
    }
    double dx = event.getDeltaX();
    double dy = event.getDeltaY();
    if (event.isShiftDown() && dx == 0) {
      dx = dy;
      dy = 0;
    }
    event.consume();
    setting = true;
    setY(down.getValue() - dy);
    setX(across.getValue() - dx);
    setting = false;
    changed.run();
  }
}
