package dev.muster.desktop.control;

/** The colours of a diff by meaning; DiffView.css says which token each is. */
enum DiffInk {
  CODE,
  KEYWORD,
  STRING,
  NUMBER,
  FUNCTION,
  COMMENT,
  /** Line numbers. */
  GUTTER,
  HEADING,
  PATH,
  ADDED,
  REMOVED,
  ADDED_WORD,
  REMOVED_WORD,
  NOTICE,
  /** The ground of a whole row. */
  ADDED_GROUND,
  REMOVED_GROUND,
  HUNK_GROUND,
  /** Where the other side has a line and this one has none. */
  NO_LINE_GROUND,
  /** What was clicked or dragged over. */
  SELECTED_GROUND,
  /** The bar beside the row where the keys act. */
  CURSOR,
  /** What is done when it is clicked. */
  LINK
}
