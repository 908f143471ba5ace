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
  NOTICE
}
