package dev.muster.desktop.history;

import dev.muster.desktop.grid.LogOutput;

/** Takes the rows of a session that is read, and goes to a place in them. JavaFX thread. */
public interface ReaderOutput extends LogOutput {
  /** Has the row with this key in view, if it is there. */
  void reveal(String key);

  /** Has the last row in view. */
  void toEnd();

  /** Marks a word wherever it stands; an empty one marks nothing. */
  void mark(String word);
}
