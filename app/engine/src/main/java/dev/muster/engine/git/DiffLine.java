package dev.muster.engine.git;

/**
 * One line of a diff.
 *
 * @param kind context, added or removed
 * @param oldNo its number in the old file from 1, 0 when it is not there
 * @param newNo its number in the new file from 1, 0 when it is not there
 * @param text the line without its end, cut at {@link ChangeBounds#maxLineChars()}
 * @param ending how the line ends in the file
 */
public record DiffLine(Kind kind, int oldNo, int newNo, String text, Ending ending) {

  /** Which side a line is on. */
  public enum Kind {
    CONTEXT,
    ADDED,
    REMOVED
  }

  /** How a line ends. */
  public enum Ending {
    LF,
    CRLF,
    /** The file's last line, without a line end. */
    NONE
  }
}
