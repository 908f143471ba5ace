package dev.muster.engine.store;

import dev.muster.engine.event.SessionId;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The raw logs of all sessions, written by one platform thread. */
final class RawLogs implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RawLogs.class);
  private static final long QUEUE_BYTES = 16L << 20;
  private static final int LONGEST_LINE = 1 << 20;

  private final DataFolder folder;
  private final Clock clock;
  private final long fileBytes;
  private final Masking masking;
  private final Thread thread;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<Job> queue = new ArrayDeque<>();
  private final Map<SessionId, One> open = new HashMap<>();
  private long waiting;
  private boolean closed;

  private record Job(long weight, Runnable action) {}

  RawLogs(DataFolder folder, Clock clock, long fileBytes, Masking masking) {
    this.folder = folder;
    this.clock = clock;
    this.fileBytes = fileBytes;
    this.masking = masking;
    this.thread = Thread.ofPlatform().name("store-raw-log").daemon(true).start(this::work);
  }

  /** The log of a session; the same one until it is closed. */
  RawLog of(SessionId session) {
    lock.lock();
    try {
      return open.computeIfAbsent(session, One::new);
    } finally {
      lock.unlock();
    }
  }

  private final class One implements RawLog {
    private final SessionId session;
    private final RotatingFile file;
    private volatile boolean ended;

    One(SessionId session) {
      this.session = session;
      this.file = new RotatingFile(folder, session, fileBytes);
    }

    @Override
    public void line(boolean fromAgent, String line) {
      if (ended) {
        return;
      }
      Instant at = clock.instant();
      byte[] bytes = format(at, fromAgent, masking.mask(line)).getBytes(StandardCharsets.UTF_8);
      put(new Job(bytes.length, () -> file.write(bytes)));
    }

    @Override
    public void flush() {
      CountDownLatch reached = new CountDownLatch(1);
      if (put(new Job(0, reached::countDown))) {
        uninterruptibly(reached::await);
      }
    }

    @Override
    public void close() {
      lock.lock();
      try {
        if (ended) {
          return;
        }
        ended = true;
        open.remove(session, this);
      } finally {
        lock.unlock();
      }
      CountDownLatch reached = new CountDownLatch(1);
      Job last =
          new Job(
              0,
              () -> {
                file.close();
                reached.countDown();
              });
      if (put(last)) {
        uninterruptibly(reached::await);
      }
    }
  }

  /** Instant, direction, and the line with its line breaks made visible. */
  private static String format(Instant at, boolean fromAgent, String line) {
    String cut =
        line.length() <= LONGEST_LINE
            ? line
            : line.substring(0, LONGEST_LINE)
                + " … "
                + (line.length() - LONGEST_LINE)
                + " characters more were not kept";
    return at + (fromAgent ? " < " : " > ") + cut.replace("\r", "\\r").replace("\n", "\\n") + "\n";
  }

  private boolean put(Job job) {
    lock.lock();
    try {
      while (!closed && waiting > 0 && waiting + job.weight() > QUEUE_BYTES) {
        changed.awaitUninterruptibly();
      }
      if (closed) {
        return false;
      }
      queue.add(job);
      waiting += job.weight();
      changed.signalAll();
      return true;
    } finally {
      lock.unlock();
    }
  }

  private void work() {
    while (true) {
      Job job;
      lock.lock();
      try {
        while (queue.isEmpty() && !closed) {
          changed.awaitUninterruptibly();
        }
        job = queue.poll();
        if (job == null) {
          break;
        }
        waiting -= job.weight();
        changed.signalAll();
      } finally {
        lock.unlock();
      }
      try {
        job.action().run();
      } catch (RuntimeException failed) {
        // The log of the wire is a help, not the record: it must never stop an agent.
        LOG.error("A raw log could not be written", failed);
      }
    }
    open.values().forEach(one -> one.file.close());
  }

  /** Writes what waits and closes all files. Blocks. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    uninterruptibly(thread::join);
  }

  @FunctionalInterface
  private interface Wait {
    void run() throws InterruptedException;
  }

  private static void uninterruptibly(Wait wait) {
    boolean interrupted = false;
    while (true) {
      try {
        wait.run();
        break;
      } catch (InterruptedException later) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
