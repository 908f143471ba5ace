package dev.muster.cli;

import dev.muster.engine.control.ControlException;

/** What a refusal of the engine means for the command line. */
final class Refused {
  private Refused() {}

  /** The sentence, and whether the command was wrong or failed. */
  static CliException because(ControlException refused) {
    int exit =
        switch (refused.code()) {
          case BAD_REQUEST, NOT_FOUND, REFUSED, EXISTS -> Exit.BAD_USAGE;
          case OTHER_VERSION, NO_WINDOW, BUSY, GONE, FAILED -> Exit.FAILED;
        };
    return new CliException(exit, String.valueOf(refused.getMessage()), refused);
  }
}
