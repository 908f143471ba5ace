package dev.muster.cli;

/** What a command ends with, so that a script can tell what happened. */
final class Exit {
  /** Done. */
  static final int DONE = 0;

  /** It was tried and failed. */
  static final int FAILED = 1;

  /** What was asked for makes no sense; nothing was tried. */
  static final int BAD_USAGE = 2;

  /** Someone has to be asked, and no one is there. */
  static final int NEEDS_ANSWER = 3;

  private Exit() {}
}
