package dev.muster.engine.git;

/**
 * One line of a diff.
 *
 * @param kind context, added or removed
 * @param oldNo its number in the old file from 1, 0 when it is not there
 * @param newNo its number in the new file from 1, 0 when it is not there
 * @param text the line without its end, cut at {@link ChangeBounds#maxLineChars()}
 * @param ending how the line ends in the file
 * @param more characters of the line that are not in the text because it was cut
 */
public record DiffLine(Kind kind, int oldNo, int newNo, String text, Ending ending, int more) {

  /** A line of which nothing was cut. */
  public DiffLine(Kind kind, int oldNo, int newNo, String text, Ending ending) {
    this(kind, oldNo, newNo, text, ending, 0);
  }

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
