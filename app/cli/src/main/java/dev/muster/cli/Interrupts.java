package dev.muster.cli;

/** Lets a command end in an orderly way when the process is told to end. */
interface Interrupts {
  /**
   * From now on this is called, once, when the process is told to end; the process waits for it and
   * for the command.
   */
  void onInterrupt(Stopping stopping);

  /** Ends something; may block for some seconds. */
  interface Stopping {
    void stop() throws InterruptedException;
  }
}
