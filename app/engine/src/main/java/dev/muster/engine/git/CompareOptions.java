package dev.muster.engine.git;

/**
 * How a comparison is made.
 *
 * @param whiteSpace which differences in white space count
 * @param context lines shown around each change, from 0; {@link #WHOLE_FILE} for all of them
 * @param renames whether a file that went and one like it that came are one renamed file
 * @param copies whether a new file that is like a changed one is a copy of it
 * @param bounds how much is read; ask again with wider ones for what was left out
 */
public record CompareOptions(
    WhiteSpace whiteSpace, int context, boolean renames, boolean copies, ChangeBounds bounds) {
  /** As {@link #context}: every line of the file. */
  public static final int WHOLE_FILE = 1_000_000_000;

  /** All white space, three lines of context, renames, within {@link ChangeBounds#REVIEW}. */
  public static final CompareOptions DEFAULT = of(ChangeBounds.REVIEW);

  /** Which differences in white space count. */
  public enum WhiteSpace {
    /** All of them. */
    SHOWN,
    /** Not those at the ends of lines, a carriage return included. */
    LINE_ENDS_IGNORED,
    /** Not how much there is of it, nor at the ends of lines. */
    AMOUNT_IGNORED,
    /** None. */
    IGNORED
  }

  public CompareOptions {
    if (context < 0) {
      throw new IllegalArgumentException("context cannot be negative: " + context);
    }
    context = Math.min(context, WHOLE_FILE);
  }

  static CompareOptions of(ChangeBounds bounds) {
    return new CompareOptions(WhiteSpace.SHOWN, 3, true, false, bounds);
  }

  public CompareOptions with(WhiteSpace whiteSpace) {
    return new CompareOptions(whiteSpace, context, renames, copies, bounds);
  }

  /**
   * @param context lines, or {@link #WHOLE_FILE}
   */
  public CompareOptions withContext(int context) {
    return new CompareOptions(whiteSpace, context, renames, copies, bounds);
  }

  public CompareOptions withRenames(boolean renames) {
    return new CompareOptions(whiteSpace, context, renames, copies, bounds);
  }

  public CompareOptions withCopies(boolean copies) {
    return new CompareOptions(whiteSpace, context, renames, copies, bounds);
  }

  public CompareOptions with(ChangeBounds bounds) {
    return new CompareOptions(whiteSpace, context, renames, copies, bounds);
  }
}
