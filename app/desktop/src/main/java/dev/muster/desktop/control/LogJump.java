package dev.muster.desktop.control;

import javafx.scene.control.Button;

/**
 * Leads back to the newest row of a log that was scrolled away from it, and tells how many rows
 * have come since. JavaFX thread only.
 */
final class LogJump extends Button {
  private long seenEnd;

  /**
   * @param jump scrolls to the newest row
   */
  LogJump(Runnable jump) {
    getStyleClass().add("log-jump");
    setFocusTraversable(false);
    setOnAction(_ -> jump.run());
    setVisible(false);
  }

  /**
   * Shows what is so now.
   *
   * @param following whether the log stays at the newest row
   * @param first number of the first row that is kept
   * @param end number behind the last row
   * @return whether it has another size now
   */
  boolean show(boolean following, long first, long end) {
    if (following) {
      seenEnd = end;
      setVisible(false);
      return false;
    }
    long fresh = end - Math.max(seenEnd, first);
    String text = fresh > 0 ? "↓ %,d new".formatted(fresh) : "↓ Latest";
    boolean other = !text.equals(getText());
    if (other) {
      setText(text);
      setAccessibleText("Jump to the latest row" + (fresh > 0 ? ", " + fresh + " new" : ""));
    }
    setVisible(true);
    return other;
  }
}
