package dev.muster.desktop.control;

/** How a diff sheet lays out a change. */
public enum SheetMode {
  /** One column: removed lines above the added ones. */
  UNIFIED,
  /** Two columns: before and after. */
  SPLIT
}
