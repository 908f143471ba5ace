package dev.muster.desktop.review;

import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * Where the last review window was, in px of the screen.
 *
 * @param split whether it showed before and after side by side
 */
public record ReviewPlace(
    double x, double y, double width, double height, boolean maximized, boolean split) {
  private static final String KEY = "review.";

  /** Writes it beside what else is remembered of windows. */
  public void into(Properties all) {
    all.setProperty(KEY + "x", Double.toString(x));
    all.setProperty(KEY + "y", Double.toString(y));
    all.setProperty(KEY + "width", Double.toString(width));
    all.setProperty(KEY + "height", Double.toString(height));
    all.setProperty(KEY + "maximized", Boolean.toString(maximized));
    all.setProperty(KEY + "split", Boolean.toString(split));
  }

  /** Reads it back; null when there is none or it makes no sense. */
  public static @Nullable ReviewPlace from(Properties all) {
    try {
      ReviewPlace place =
          new ReviewPlace(
              number(all, "x"),
              number(all, "y"),
              number(all, "width"),
              number(all, "height"),
              Boolean.parseBoolean(all.getProperty(KEY + "maximized")),
              Boolean.parseBoolean(all.getProperty(KEY + "split", "true")));
      return place.width < 400 || place.height < 300 ? null : place;
    } catch (NumberFormatException damaged) {
      return null;
    }
  }

  private static double number(Properties all, String key) {
    double value = Double.parseDouble(all.getProperty(KEY + key, ""));
    if (!Double.isFinite(value)) {
      throw new NumberFormatException(key);
    }
    return value;
  }
}
