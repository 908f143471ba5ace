package dev.muster.engine.policy.shell;

/** Counts how deep a reading is, so that a hostile command line cannot exhaust the stack. */
final class Nesting {
  private static final int MAX_DEPTH = 60;

  private int depth;

  void enter() throws UnreadableException {
    if (++depth > MAX_DEPTH) {
      throw new UnreadableException("It is nested too deeply.");
    }
  }

  void leave() {
    depth--;
  }
}
