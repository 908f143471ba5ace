package dev.muster.desktop.control;

/**
 * One line of a hunk.
 *
 * @param kind whether it was added, removed, or stands there for orientation
 * @param text the line without its sign and line break
 * @param noNewline whether the file ends with this line without a line break
 */
public record DiffLine(Kind kind, String text, boolean noNewline) {
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
