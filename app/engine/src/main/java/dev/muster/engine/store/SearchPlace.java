package dev.muster.engine.store;

import java.util.Locale;

/** Where in an event a text stands: a column of the full-text table, and a value of "kind:". */
enum SearchPlace {
  // Nearly all text is output: the first column costs nothing.
  OUTPUT,
  MESSAGE,
  PROMPT,
  COMMAND,
  ERROR,
  FILE,
  NOTE;

  /** The column's name. */
  String column() {
    return name().toLowerCase(Locale.ROOT);
  }
}
