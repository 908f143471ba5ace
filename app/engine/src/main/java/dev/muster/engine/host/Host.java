package dev.muster.engine.host;

import java.time.Duration;

/**
 * A place where commands run.
 *
 * <p>Every process that is started here is watched together with everything it starts in turn, and
 * the whole tree ends with the command, with {@link RunningProcess#end}, with {@link #close} or
 * with Muster itself, however Muster ends.
 *
 * <p>All methods may be called from any thread and may block; call them from a virtual thread or a
 * platform thread of your own, never from the JavaFX thread.
 */
public interface Host extends AutoCloseable {

  /** What to call this host in a sentence, for example {@code this machine}. */
  String name();

  /**
   * Starts a command and returns at once; the caller reads its output.
   *
   * @throws HostException when the folder or the command does not exist or cannot be started; its
   *     message is a sentence for a person
   */
  RunningProcess start(ProcessSpec spec) throws HostException;

  /**
   * Runs a command to its end and keeps what it said, within {@link Capture#DEFAULT}.
   *
   * <p>Never hangs: when the limit has passed the whole tree is ended and {@link
   * Finished#timedOut()} is true. When the calling thread is interrupted the tree is ended, the
   * interrupt flag stays set and a {@link HostException} is thrown.
   */
  default Finished run(ProcessSpec spec, Duration limit) throws HostException {
    return run(spec, limit, Capture.DEFAULT);
  }

  /** As {@link #run(ProcessSpec, Duration)}, keeping as much output as {@code capture} says. */
  Finished run(ProcessSpec spec, Duration limit, Capture capture) throws HostException;

  /** What this host can do; measured once, then remembered. */
  HostFacts probe() throws HostException;

  /** Ends every process that was started here and is still alive. Idempotent. */
  @Override
  void close();
}
