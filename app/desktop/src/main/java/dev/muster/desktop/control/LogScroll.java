package dev.muster.desktop.control;

/**
 * Which part of a log is in view: the newest rows as long as the person has not scrolled away, else
 * what they are reading, however much is added below or dropped above. Positions as in {@link
 * LogLayout}.
 */
final class LogScroll {
  /** Free space above the first and below the last row, in px. */
  static final int MARGIN = 5;

  private final LogLayout layout;
  private double height;
  private double top;
  private int header;
  private boolean following = true;

  LogScroll(LogLayout layout) {
    this.layout = layout;
  }

  /** Upper edge of what is in view. */
  double top() {
    return top;
  }

  boolean following() {
    return following;
  }

  double height() {
    return height;
  }

  /** The highest {@link #top()} can be (that of the first row) and the lowest. */
  double min() {
    return layout.top() - header - MARGIN;
  }

  double max() {
    return Math.max(min(), layout.bottom() + MARGIN - height);
  }

  /** Takes over the size of the view and of the line above the first row (0 if there is none). */
  void resize(double newHeight, int headerHeight) {
    height = newHeight;
    header = headerHeight;
  }

  /** Call after rows were added or dropped: stays at the end, or where it was. */
  void settle() {
    layout.measure();
    top = following ? max() : clamp(top);
  }

  /** Scrolls by a distance; at the end it starts to follow again. */
  void by(double distance) {
    to(top + distance);
  }

  /** Scrolls to a position; at the end it starts to follow again. */
  void to(double position) {
    layout.measure(); // Rows may have come since the log was last painted.
    top = clamp(position);
    following = top >= max() - 0.5;
  }

  /** Scrolls to the newest row and stays there. */
  void toEnd() {
    following = true;
    settle();
  }

  /** Scrolls no further than needed to have a stretch in view. */
  void reveal(double from, double to) {
    if (from < top) {
      to(from);
    } else if (to > top + height) {
      to(to - height);
    }
  }

  private double clamp(double position) {
    return Math.clamp(position, min(), max());
  }
}
