package dev.muster.desktop.shell;

import dev.muster.desktop.grid.GridLayout;
import dev.muster.desktop.review.ReviewPlace;
import dev.muster.desktop.theme.Theme.Mode;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * How the window was left: its place on the screen, the layout and the project. Not a setting: a
 * person never writes it.
 *
 * @param bounds null for wherever the system puts a new window
 * @param project id of the project that was shown; null for all
 * @param review where the last review window was; null when there was none
 * @param theme as the settings say, so that the first frame has the right one before they are read
 */
record WindowState(
    @Nullable Bounds bounds,
    boolean maximized,
    GridLayout layout,
    @Nullable String project,
    @Nullable ReviewPlace review,
    Mode theme) {
  static final WindowState FIRST =
      new WindowState(null, false, GridLayout.AUTO, null, null, Mode.SYSTEM);

  /** Where the window is, in px of the screen. */
  record Bounds(double x, double y, double width, double height) {}

  Properties toProperties() {
    Properties all = new Properties();
    Bounds at = bounds;
    if (at != null) {
      all.setProperty("x", Double.toString(at.x));
      all.setProperty("y", Double.toString(at.y));
      all.setProperty("width", Double.toString(at.width));
      all.setProperty("height", Double.toString(at.height));
    }
    all.setProperty("maximized", Boolean.toString(maximized));
    all.setProperty("layout", layout.name());
    all.setProperty("theme", theme.name());
    if (project != null) {
      all.setProperty("project", project);
    }
    if (review != null) {
      review.into(all);
    }
    return all;
  }

  /** Reads it back; what is missing or makes no sense is as for a first start. */
  static WindowState of(Properties all) {
    Bounds bounds = null;
    try {
      if (all.containsKey("width")) {
        bounds =
            new Bounds(
                number(all, "x"), number(all, "y"), number(all, "width"), number(all, "height"));
      }
    } catch (NumberFormatException damaged) {
      bounds = null;
    }
    if (bounds != null && (bounds.width < 400 || bounds.height < 300)) {
      bounds = null;
    }
    GridLayout layout = GridLayout.AUTO;
    for (GridLayout each : GridLayout.values()) {
      if (each.name().equals(all.getProperty("layout"))) {
        layout = each;
      }
    }
    Mode theme = Mode.SYSTEM;
    for (Mode each : Mode.values()) {
      if (each.name().equals(all.getProperty("theme"))) {
        theme = each;
      }
    }
    return new WindowState(
        bounds,
        Boolean.parseBoolean(all.getProperty("maximized")),
        layout,
        all.getProperty("project"),
        ReviewPlace.from(all),
        theme);
  }

  private static double number(Properties all, String key) {
    double value = Double.parseDouble(all.getProperty(key, ""));
    if (!Double.isFinite(value)) {
      throw new NumberFormatException(key);
    }
    return value;
  }
}
