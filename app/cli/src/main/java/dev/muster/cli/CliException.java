package dev.muster.cli;

/** A command ends here with a sentence for the person on standard error. */
final class CliException extends Exception {
  private static final long serialVersionUID = 1;

  private final int exit;

  CliException(int exit, String sentence) {
    super(sentence);
    this.exit = exit;
  }

  CliException(int exit, String sentence, Throwable cause) {
    super(sentence, cause);
    this.exit = exit;
  }

  int exit() {
    return exit;
  }
}
