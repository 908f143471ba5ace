package dev.muster.engine.host;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits for one started command and keeps a bounded part of what it says. */
final class Run {
  private static final Logger LOG = LoggerFactory.getLogger(Run.class);
  private static final Duration GRACE = Duration.ofMillis(500);
  private static final Duration DRAIN = Duration.ofSeconds(5);

  /** Keeps the first bytes, counts the rest. Written by one thread, read after it is done. */
  private static final class Kept implements Consumer<byte[]> {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final int max;
    private long dropped;

    Kept(int max) {
      this.max = max;
    }

    @Override
    public synchronized void accept(byte[] chunk) {
      int room = Math.min(chunk.length, max - bytes.size());
      bytes.write(chunk, 0, room);
      dropped += chunk.length - room;
    }

    synchronized byte[] kept() {
      return bytes.toByteArray();
    }

    synchronized long dropped() {
      return dropped;
    }
  }

  private final RunningProcess process;
  private final ProcessSpec spec;
  private final Duration limit;
  private final Kept out;
  private final Kept err;
  private final long begun = System.nanoTime();

  Run(RunningProcess process, ProcessSpec spec, Duration limit, Capture capture) {
    this.process = process;
    this.spec = spec;
    this.limit = limit;
    this.out = new Kept(capture.maxOut());
    this.err = new Kept(capture.maxErr());
  }

  Finished finish() throws HostException {
    var thread = "muster-read-" + process.id().pid();
    var reading =
        spec.mergeStderr()
            ? OutputPump.bytes(process.stdout(), thread, out)
            : CompletableFuture.allOf(
                OutputPump.bytes(process.stdout(), thread, out),
                OutputPump.bytes(process.stderr(), thread + "-err", err));
    boolean timedOut = false;
    int exit;
    try {
      try {
        exit = process.exit().get(Math.max(1, limit.toMillis()), TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        timedOut = true;
        process.end(GRACE);
        exit = process.exit().get();
      }
      drain(reading);
    } catch (InterruptedException e) {
      process.end(Duration.ZERO);
      Thread.currentThread().interrupt();
      throw new HostException(
          "“" + spec.argv().getFirst() + "” was ended because Muster was told to stop waiting.", e);
    } catch (ExecutionException e) {
      throw new HostException(
          "Muster lost sight of “" + spec.argv().getFirst() + "”: " + e.getMessage(), e);
    }
    return new Finished(
        exit,
        out.kept(),
        err.kept(),
        out.dropped(),
        err.dropped(),
        timedOut,
        Duration.ofNanos(System.nanoTime() - begun));
  }

  private void drain(CompletableFuture<?> reading) throws InterruptedException {
    try {
      reading.get(DRAIN.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      LOG.debug("Reading {} ended early, what was read is kept", spec.argv().getFirst(), e);
    } catch (TimeoutException e) {
      // Something that escaped the tree still holds the pipe; the command itself has ended.
      LOG.warn("{} left its output open; what was read is kept", spec.argv().getFirst());
    }
  }
}
