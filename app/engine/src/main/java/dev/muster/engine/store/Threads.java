package dev.muster.engine.store;

/** Waits for threads of the store. */
final class Threads {
  private Threads() {}

  /** Blocks until a thread has ended; whoever interrupts meanwhile is heard afterwards. */
  static void awaitEnd(Thread thread) {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException later) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
