package dev.muster.engine.control;

/** Counts the turns that others follow, so that a Muster without a window ends after the last. */
final class RunCount {
  private int running;
  private boolean ended;

  /** False when no more may begin. */
  synchronized boolean begin() {
    if (ended) {
      return false;
    }
    running++;
    return true;
  }

  synchronized void end() {
    running--;
    notifyAll();
  }

  synchronized int running() {
    return running;
  }

  /** Blocks until none runs or {@link #endNow} was called, and lets none begin from then on. */
  synchronized void endWhenIdle() throws InterruptedException {
    while (running > 0 && !ended) {
      wait();
    }
    ended = true;
  }

  /** Lets none begin from now on. */
  synchronized void endNow() {
    ended = true;
    notifyAll();
  }
}
