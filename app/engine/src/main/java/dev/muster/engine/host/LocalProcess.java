package dev.muster.engine.host;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A process tree on this machine. */
final class LocalProcess implements RunningProcess {
  private static final Logger LOG = LoggerFactory.getLogger(LocalProcess.class);

  /** What a fresh pipe takes without anyone reading, on every system. */
  private static final int FITS_A_PIPE = 4096;

  /** How long what a command left running has to end by itself once it is told to. */
  private static final long STRAGGLERS = Duration.ofMillis(300).toNanos();

  /** A killed process that is not gone after this hangs in the kernel; waiting helps no one. */
  private static final long HOPELESS = Duration.ofSeconds(10).toNanos();

  /** There is no event for "this group is empty", so it is looked at this often. */
  private static final long LOOK = Duration.ofMillis(10).toNanos();

  private final Process process;
  private final ProcessId id;
  private final boolean guarded;
  private final boolean interruptible;
  private final LocalTree tree;
  private final UsageReader usage;
  private final OutputStream stdin;
  private final CompletableFuture<Integer> exit = new CompletableFuture<>();
  private final AtomicBoolean ending = new AtomicBoolean();

  /** When to kill, as {@link System#nanoTime} seen from {@link #begun}. */
  private final AtomicLong killAfter = new AtomicLong(Long.MAX_VALUE);

  private final long begun = System.nanoTime();

  LocalProcess(
      Process process,
      ProcessId id,
      ProcessSpec spec,
      boolean interruptible,
      LocalTree tree,
      UsageReader usage) {
    this.process = process;
    this.id = id;
    this.guarded = spec.lifetime() == ProcessSpec.Lifetime.GUARDED;
    this.interruptible = interruptible;
    this.tree = tree;
    this.usage = usage;
    this.stdin =
        spec.stdin() instanceof Stdin.Open
            ? process.getOutputStream()
            : OutputStream.nullOutputStream();
  }

  /** Begins to watch for the end and feeds what there is to read. Called once. */
  void watch(Stdin feed) {
    // Not Process.onExit(): it tells through the common pool, where anyone's blocking task delays
    // it.
    Thread.ofVirtual().name("muster-exit-" + id.pid()).start(() -> leaderEnded(exitCode()));
    if (feed instanceof Stdin.Bytes(byte[] bytes)) {
      if (bytes.length <= FITS_A_PIPE) {
        feed(bytes);
      } else {
        Thread.ofPlatform().daemon().name("muster-feed-" + id.pid()).start(() -> feed(bytes));
      }
    }
  }

  @Override
  public ProcessId id() {
    return id;
  }

  @Override
  public OutputStream stdin() {
    return stdin;
  }

  @Override
  public InputStream stdout() {
    return process.getInputStream();
  }

  @Override
  public InputStream stderr() {
    return process.getErrorStream();
  }

  @Override
  public CompletableFuture<Integer> exit() {
    return exit.copy(); // a caller's cancel must not end the watching
  }

  @Override
  public boolean alive() {
    return !exit.isDone();
  }

  @Override
  public void end(Duration grace) {
    boolean interrupted = Thread.interrupted();
    long now = now();
    long kill = interrupted ? now : now + Math.max(0, grace.toNanos());
    killAfter.accumulateAndGet(kill, Math::min);
    if (ending.compareAndSet(false, true) && !exit.isDone()) {
      if (kill > now && interruptible) {
        tree.signal(Signals.INTERRUPT);
        interrupted |= awaitExit(now + (kill - now) / 3);
      }
      if (!exit.isDone() && now() < killAfter.get()) {
        tree.signal(Signals.TERMINATE);
      }
    }
    interrupted |= awaitExit(Long.MAX_VALUE);
    kill();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public Set<Long> members() {
    return tree.members();
  }

  @Override
  public void endAllBut(Set<Long> spared, Duration grace) {
    long told = now();
    boolean terminated = false;
    for (Set<Long> rest = newcomers(spared); !rest.isEmpty(); rest = newcomers(spared)) {
      long waited = now() - told;
      if (waited > HOPELESS) {
        LOG.warn("Something that process {} left running cannot be ended", id.pid());
        return;
      }
      if (waited > 2 * grace.toNanos()) {
        tree.signal(rest, Signals.KILL);
      } else if (waited > grace.toNanos() && !terminated) {
        terminated = true;
        tree.signal(rest, Signals.TERMINATE);
      }
      LockSupport.parkNanos(LOOK);
    }
  }

  private Set<Long> newcomers(Set<Long> spared) {
    Set<Long> rest = tree.members();
    rest.removeAll(spared);
    rest.remove(id.pid());
    return rest;
  }

  @Override
  public TreeUsage usage() {
    return exit.isDone() ? TreeUsage.unknown() : usage.read(id, process.isAlive(), guarded);
  }

  /**
   * Waits for the end, until {@code until} or until it is time to kill.
   *
   * @return whether the thread was interrupted; its flag is clear then, and it is time to kill
   */
  private boolean awaitExit(long until) {
    while (!exit.isDone()) {
      long left = Math.min(until, killAfter.get()) - now();
      if (left <= 0) {
        return false;
      }
      try {
        // In pieces, because another caller may bring the killing forward.
        exit.get(Math.min(left, 20_000_000), TimeUnit.NANOSECONDS);
      } catch (TimeoutException e) {
        continue;
      } catch (InterruptedException e) {
        killAfter.set(now()); // whoever waits is in a hurry now
        return true;
      } catch (ExecutionException e) {
        throw new IllegalStateException("the end of a process cannot fail", e);
      }
    }
    return false;
  }

  private void kill() {
    long hopeless = now() + HOPELESS;
    while (!exit.isDone() && now() < hopeless) {
      tree.signal(Signals.KILL);
      LockSupport.parkNanos(LOOK);
    }
    if (!exit.isDone()) {
      LOG.warn("Process {} was killed and is still there; the system holds it", id.pid());
    }
  }

  private int exitCode() {
    while (true) {
      try {
        return process.waitFor();
      } catch (InterruptedException e) {
        LOG.debug("Nobody should interrupt the thread that waits for process {}", id.pid(), e);
      }
    }
  }

  /** On a virtual thread: ends what the command left running, then tells. */
  private void leaderEnded(int code) {
    if (guarded || ending.get()) {
      endStragglers();
    }
    exit.complete(code);
  }

  private void endStragglers() {
    if (!tree.alive()) {
      return;
    }
    long told = now();
    boolean killing = false;
    tree.signal(Signals.TERMINATE);
    while (tree.alive()) {
      long kill = ending.get() ? killAfter.get() : told + STRAGGLERS;
      if (now() - told > HOPELESS && now() > kill) {
        LOG.warn("Something that process {} left running cannot be ended", id.pid());
        return;
      }
      killing |= now() >= kill;
      if (killing) {
        tree.signal(Signals.KILL);
      }
      LockSupport.parkNanos(LOOK);
    }
  }

  private void feed(byte[] bytes) {
    try (var to = process.getOutputStream()) {
      to.write(bytes);
    } catch (IOException e) {
      LOG.debug("Process {} ended before it had read all its input", id.pid());
    }
  }

  private long now() {
    return System.nanoTime() - begun;
  }
}
