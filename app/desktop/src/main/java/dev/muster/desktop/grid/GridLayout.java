package dev.muster.desktop.grid;

/** How many places the grid has. */
public enum GridLayout {
  ONE("1", 1, 1),
  TWO("2", 1, 2),
  FOUR("2×2", 2, 2),
  NINE("3×3", 3, 3),
  /** As many as there are sessions, up to nine. */
  AUTO("Auto", 0, 0);

  private final String title;
  private final int rows;
  private final int columns;

  GridLayout(String title, int rows, int columns) {
    this.title = title;
    this.rows = rows;
    this.columns = columns;
  }

  /** What the button says. */
  public String title() {
    return title;
  }

  /** Rows and columns of places. */
  public record Size(int rows, int columns) {
    public int places() {
      return rows * columns;
    }
  }

  /**
   * The size for a number of sessions. Where not all places find room there are fewer of them, and
   * more pages.
   *
   * @param room how many rows and columns can be read, each at least 1
   */
  public Size size(int sessions, Size room) {
    Size all = size(sessions);
    if (all.rows() <= room.rows() && all.columns() <= room.columns()) {
      return all;
    }
    int across = Math.min(all.columns(), room.columns());
    // What is lost in one direction is taken in the other one, as far as there is room.
    int down = Math.min(room.rows(), (all.places() + across - 1) / across);
    return new Size(down, across);
  }

  /** The size for a number of sessions where there is room for any. */
  public Size size(int sessions) {
    if (this != AUTO) {
      return new Size(rows, columns);
    }
    if (sessions <= 1) {
      return new Size(1, 1);
    }
    if (sessions == 2) {
      return new Size(1, 2);
    }
    if (sessions <= 4) {
      return new Size(2, 2);
    }
    return sessions <= 6 ? new Size(2, 3) : new Size(3, 3);
  }
}
