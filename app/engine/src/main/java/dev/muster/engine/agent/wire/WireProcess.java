package dev.muster.engine.agent.wire;

import dev.muster.engine.host.Host;
import dev.muster.engine.host.HostException;
import dev.muster.engine.host.OutputPump;
import dev.muster.engine.host.OutputPump.Line;
import dev.muster.engine.host.ProcessId;
import dev.muster.engine.host.ProcessSpec;
import dev.muster.engine.host.RunningProcess;
import dev.muster.engine.host.Stdin;
import dev.muster.engine.host.TreeUsage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An agent's process that is spoken to line by line over its standard input and output. Safe for
 * any thread.
 *
 * <p>Three platform threads: one reads what it says, one its standard error, one writes, so that
 * neither a slow reader on the other side nor a slow listener on this one can lock both. Whatever
 * it started ends with it.
 */
public final class WireProcess implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WireProcess.class);

  /** What is longer on one line, in bytes, is cut; agents send whole files on a line. */
  public static final int MOST_IN_LINE = 128 << 20;

  /** As much may wait to be read by the agent, in bytes; then it is taken to hang. */
  private static final long MOST_WAITING = 256L << 20;

  /** As much of the end of standard error is kept, in characters. */
  private static final int MOST_STDERR = 16 * 1024;

  private static final Duration AFTER_EXIT = Duration.ofSeconds(5);

  /** So long one that has closed its output, and will never say a word again, may go on. */
  private static final Duration WHEN_MUTE = Duration.ofSeconds(3);

  private final String name;
  private final RunningProcess process;
  private final OutputStream stdin;
  private final StringBuilder stderr = new StringBuilder();
  private final CompletableFuture<Exit> exit;
  private final Object lock = new Object();
  private final Deque<byte[]> waiting = new ArrayDeque<>();
  private long waitingBytes;
  private boolean shut;

  /**
   * How it ended.
   *
   * @param code 128 + n when signal n ended it
   * @param stderr the end of what it wrote to standard error; may be empty
   */
  public record Exit(int code, String stderr) {}

  private WireProcess(
      String name, RunningProcess process, Consumer<Line> onLine, Consumer<String> onStderr) {
    this.name = name;
    this.process = process;
    this.stdin = process.stdin();
    CompletableFuture<Void> said =
        OutputPump.lines(process.stdout(), name + " says", MOST_IN_LINE, onLine);
    CompletableFuture<Void> grumbled =
        OutputPump.lines(
            process.stderr(),
            name + " stderr",
            64 * 1024,
            line -> {
              keep(line.text());
              onStderr.accept(line.text());
            });
    Thread.ofPlatform().daemon().name(name + " hears").start(this::write);
    said.whenComplete((closed, failure) -> endMute());
    CompletableFuture<Void> heard = CompletableFuture.allOf(settled(said), settled(grumbled));
    this.exit =
        process
            .exit()
            .thenCompose(
                code ->
                    heard
                        .copy()
                        .completeOnTimeout(null, AFTER_EXIT.toSeconds(), TimeUnit.SECONDS)
                        .thenApplyAsync(
                            ignored -> new Exit(code, stderrTail()),
                            work -> Thread.ofVirtual().name(name + " ended").start(work)));
    this.exit.whenComplete((ended, failure) -> shutStdin());
  }

  /** Who waits for its words would wait for ever. */
  private void endMute() {
    CompletableFuture.delayedExecutor(
            WHEN_MUTE.toSeconds(),
            TimeUnit.SECONDS,
            work -> Thread.ofVirtual().name(name + " mute").start(work))
        .execute(
            () -> {
              if (!process.exit().isDone()) {
                LOG.warn("{} has closed its output and goes on; it is ended.", name);
                process.end(Duration.ofSeconds(3));
              }
            });
  }

  private static CompletableFuture<Void> settled(CompletableFuture<Void> reading) {
    return reading.handle(
        (done, failure) -> {
          if (failure != null) {
            LOG.error("What an agent said could not be taken in.", failure);
          }
          return null;
        });
  }

  /**
   * Starts it. Blocks for some milliseconds.
   *
   * @param name for its threads
   * @param onLine gets each line of standard output, in order, on the reading thread; should not
   *     block for long. Nothing comes after {@link #exit()}
   * @param onStderr gets each line of standard error, in order, on another thread
   * @throws HostException with a sentence, when it cannot be started
   */
  public static WireProcess start(
      Host host, ProcessSpec spec, String name, Consumer<Line> onLine, Consumer<String> onStderr)
      throws HostException {
    return new WireProcess(name, host.start(spec.withStdin(Stdin.open())), onLine, onStderr);
  }

  /** What to write down so that it can be found after a crash. */
  public ProcessId id() {
    return process.id();
  }

  /** What its whole tree uses now. Takes a few milliseconds. */
  public TreeUsage usage() {
    return process.usage();
  }

  /** See {@link RunningProcess#members()}. */
  public Set<Long> members() {
    return process.members();
  }

  /** See {@link RunningProcess#endAllBut}. */
  public void endAllBut(Set<Long> spared, Duration grace) {
    process.endAllBut(spared, grace);
  }

  /**
   * Completes, never exceptionally, when it has ended, what it started has been ended and all it
   * said has been handed on.
   */
  public CompletableFuture<Exit> exit() {
    return exit.copy();
  }

  /**
   * Sends a line; a line end is added. Returns at once.
   *
   * @return false when it will not hear it: its input is closed, it has ended, or it has not read
   *     for so long that too much waits
   */
  public boolean send(String line) {
    byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
    synchronized (lock) {
      if (shut || waitingBytes + bytes.length > MOST_WAITING) {
        return false;
      }
      waiting.add(bytes);
      waitingBytes += bytes.length;
      lock.notifyAll();
      return true;
    }
  }

  /** Closes its standard input once all that was sent is written. Returns at once; idempotent. */
  public void shutStdin() {
    synchronized (lock) {
      shut = true;
      lock.notifyAll();
    }
  }

  /** The end of what it wrote to standard error so far. */
  public String stderrTail() {
    synchronized (stderr) {
      return stderr.toString();
    }
  }

  /** {@link #close(Duration)} with a second to end by itself. */
  @Override
  public void close() {
    close(Duration.ofSeconds(1));
  }

  /**
   * Ends it in an orderly way: its input is closed, after the grace it is interrupted, terminated
   * and killed with all it started. Blocks until nothing is left. Idempotent.
   *
   * @param grace how long it may take to end by itself
   */
  public void close(Duration grace) {
    shutStdin();
    try {
      process.exit().get(grace.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException late) {
      LOG.debug("{} did not end by itself.", name);
    } catch (ExecutionException failed) {
      LOG.warn("Whether {} ended is not known; it is ended.", name, failed);
    } catch (InterruptedException interrupted) {
      process.end(Duration.ZERO);
      Thread.currentThread().interrupt();
      return;
    }
    process.end(Duration.ofSeconds(3));
    try {
      exit.get(AFTER_EXIT.toMillis() + 1_000, TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException odd) {
      LOG.warn("{} was ended, but its last words did not come.", name, odd);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void keep(String line) {
    synchronized (stderr) {
      stderr.append(line).append('\n');
      if (stderr.length() > MOST_STDERR) {
        stderr.delete(0, stderr.length() - MOST_STDERR);
      }
    }
  }

  private void write() {
    try (stdin) {
      for (byte[] next = take(); next != null; next = take()) {
        stdin.write(next);
        stdin.flush();
      }
    } catch (IOException closed) {
      // It has gone, or has closed its input: what waits will never be read.
      LOG.debug("{} no longer listens.", name, closed);
      synchronized (lock) {
        shut = true;
        waiting.clear();
        waitingBytes = 0;
      }
    }
  }

  private byte @Nullable [] take() {
    synchronized (lock) {
      while (waiting.isEmpty() && !shut) {
        try {
          lock.wait();
        } catch (InterruptedException never) {
          Thread.currentThread().interrupt();
          return null;
        }
      }
      byte[] next = waiting.poll();
      if (next != null) {
        waitingBytes -= next.length;
      }
      return next;
    }
  }
}
