package dev.muster.engine.export;

/** Where sessions are written to. */
public enum ExportPlace {
  /** All of them into one file. */
  FILE,
  /** Each into a file of its own, in one folder. */
  FOLDER,
  /** Each as a file of its own, inside one zip archive. */
  ARCHIVE
}
