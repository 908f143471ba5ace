package dev.muster.engine.host;

import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * A command that was started, with everything it started in turn.
 *
 * <p>The caller reads {@link #stdout()} and {@link #stderr()} to their ends, on platform threads:
 * {@link OutputPump} does that. A command whose output nobody reads stops when the pipe is full.
 */
public interface RunningProcess {

  /** What to write down so that it can be found after a crash. */
  ProcessId id();

  /** What it reads; takes and drops everything unless the spec said {@link Stdin#open()}. */
  OutputStream stdin();

  /** What it writes to standard output. */
  InputStream stdout();

  /** What it writes to standard error; empty when merged. */
  InputStream stderr();

  /**
   * Completes with the exit code (128 + n when signal n ended it) once the command has ended and
   * whatever it left running has been ended too. Completes on a thread of the host: do not block in
   * what depends on it.
   */
  CompletableFuture<Integer> exit();

  /** True until {@link #exit()} completes. */
  boolean alive();

  /**
   * Ends the whole tree in order: interrupt, after a third of the grace terminate, after the whole
   * grace kill. Blocks until nothing is left. Idempotent; several callers at once are fine, the
   * shortest grace wins. A grace of zero kills at once.
   */
  void end(Duration grace);

  /**
   * The numbers of all that belongs to the tree at this moment, itself included. Takes a few ms.
   */
  Set<Long> members();

  /**
   * Ends what has come to the tree since {@link #members()} told of these: what somebody in it
   * started and left behind. It may end by itself during the grace, then it is terminated, and
   * after another grace killed. Blocks until nothing of it is left.
   */
  void endAllBut(Set<Long> spared, Duration grace);

  /** What the tree uses at this moment, summed; see {@link TreeUsage#unknown()}. Takes a few ms. */
  TreeUsage usage();
}
