package dev.muster.engine.store;

/**
 * What one session's agent says and is told on the wire, kept line by line in rotating files {@code
 * wire.log}, {@code wire.1.log} … in the session's folder: at most 4 files of 8 MiB, older lines
 * are dropped. A line longer than 1 MiB is cut and says so. Each line is written as a whole, so a
 * crash cuts the last one at most.
 *
 * <p>Safe for any thread.
 */
public interface RawLog extends AutoCloseable {
  /**
   * Takes a line; it is written by the store's own thread. Blocks only while 16 MiB are waiting. A
   * disk that refuses is told once in Muster's log and never stops the agent.
   *
   * @param fromAgent true for what the agent said, false for what it was told
   */
  void line(boolean fromAgent, String line);

  /** Blocks until what was taken before is in the file. */
  void flush();

  /** Writes what is waiting and closes the file. Lines that come later are ignored. Idempotent. */
  @Override
  void close();
}
