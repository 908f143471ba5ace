package dev.muster.desktop.grid;

import dev.muster.desktop.control.LogRow;
import org.jspecify.annotations.Nullable;

/** Takes the rows of a log, in order. JavaFX thread. */
public interface LogOutput {
  /**
   * Adds a row at the end; one with the key of a row that is there takes that row's place. A row
   * with neither text nor note takes no room.
   */
  void put(LogRow row);

  /** Shows what is still streaming after the last row; null when nothing is. */
  void tail(@Nullable LogRow row);

  /** Takes all rows away. */
  void clear();
}
