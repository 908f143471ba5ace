package dev.muster.desktop.shell;

import javafx.geometry.Rectangle2D;
import javafx.stage.Screen;
import javafx.stage.Stage;

/** Where a window may stand, as screens come and go between two starts. */
final class WindowPlacement {
  private static final double VISIBLE = 120;

  private WindowPlacement() {}

  /** Whether enough of its upper edge is on a screen that one can take hold of it. */
  static boolean isOnAScreen(WindowState.Bounds at) {
    return Screen.getScreens().stream()
        .map(Screen::getVisualBounds)
        .anyMatch(
            screen ->
                at.y() >= screen.getMinY() - 1
                    && at.y() < screen.getMaxY() - VISIBLE
                    && at.x() + at.width() > screen.getMinX() + VISIBLE
                    && at.x() < screen.getMaxX() - VISIBLE);
  }

  /** The wanted size, or as much of it as the screen has. */
  static void fit(Stage stage, double width, double height) {
    Rectangle2D screen = Screen.getPrimary().getVisualBounds();
    stage.setWidth(Math.min(width, screen.getWidth()));
    stage.setHeight(Math.min(height, screen.getHeight()));
  }
}
