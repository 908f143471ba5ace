package dev.muster.desktop.control;

/**
 * One line of a hunk.
 *
 * @param kind whether it was added, removed, or stands there for orientation
 * @param text the line without its sign and line break
 * @param noNewline whether the file ends with this line without a line break
 * @param more characters of the line that are not in the text, because it is very long
 */
public record DiffLine(Kind kind, String text, boolean noNewline, int more) {

  /** A line that is all there. */
  public DiffLine(Kind kind, String text, boolean noNewline) {
    this(kind, text, noNewline, 0);
  }

  /** The text, with a word about what is missing of it. */
  public String told() {
    return more == 0 ? text : text + " … (%,d more characters)".formatted(more);
  }

  /** What happened to the line. */
  public enum Kind {
    CONTEXT,
    ADDED,
    REMOVED
  }

  public static DiffLine context(String text) {
    return new DiffLine(Kind.CONTEXT, text, false);
  }

  public static DiffLine added(String text) {
    return new DiffLine(Kind.ADDED, text, false);
  }

  public static DiffLine removed(String text) {
    return new DiffLine(Kind.REMOVED, text, false);
  }
}
