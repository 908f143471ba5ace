package dev.muster.engine.session;

import org.jspecify.annotations.Nullable;

/**
 * How a command that ran stands to the files: which it ran on, and whether they are still those, as
 * far as Muster measured them. Only what is {@link #current} may be shown as holding.
 *
 * @param tree the git tree of the files it ran on, as far as it was measured; else null
 * @param editsSince edits since it ended, and times the files were taken to another state
 * @param files what was measured since
 */
public record RanOn(@Nullable String tree, int editsSince, Files files) {

  /** What was measured of the files since the command ended. */
  public enum Files {
    /** It just ended: what is measured next is what it ran on, and what it left. */
    TO_BE_MEASURED,
    /** They are those it ran on. */
    SAME,
    /** Something else was begun before they were measured: another tree may be the work of both. */
    SAME_SO_FAR,
    /** They were measured as others, and whether before or after it is not known. */
    UNSURE,
    /** They were measured as others, whatever changed them. */
    CHANGED
  }

  /**
   * A command just ended.
   *
   * @param tree of the last measurement; null when there was none
   */
  static RanOn justEnded(@Nullable String tree) {
    return new RanOn(tree, 0, Files.TO_BE_MEASURED);
  }

  /** A check that was run on exactly this tree. */
  static RanOn exactly(String tree) {
    return new RanOn(tree, 0, Files.SAME);
  }

  /** Whether it tells of the files as they are now. */
  public boolean current() {
    return editsSince == 0 && files != Files.UNSURE && files != Files.CHANGED;
  }

  /** Something else begins that may change files. */
  RanOn disturbed() {
    return files == Files.TO_BE_MEASURED ? with(Files.SAME_SO_FAR) : this;
  }

  /** Files were edited, or taken to another state. */
  RanOn edited() {
    return with(editsSince + 1);
  }

  /** The files were measured. */
  RanOn measured(String now) {
    return switch (files) {
      case TO_BE_MEASURED -> new RanOn(now, editsSince, Files.SAME);
      case SAME -> now.equals(tree) ? this : with(Files.CHANGED);
      case SAME_SO_FAR -> with(now.equals(tree) ? Files.SAME : Files.UNSURE);
      case UNSURE, CHANGED -> this;
    };
  }

  /**
   * The files were measured, but the look may have begun before the command ended: it may have seen
   * them as they were earlier, so it decides nothing.
   */
  RanOn measuredTooEarly(String now) {
    return files == Files.TO_BE_MEASURED ? justEnded(now).with(editsSince) : this;
  }

  private RanOn with(int edits) {
    return new RanOn(tree, edits, files);
  }

  private RanOn with(Files measured) {
    return new RanOn(tree, editsSince, measured);
  }
}
