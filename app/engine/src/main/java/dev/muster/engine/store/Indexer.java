package dev.muster.engine.store;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that feeds the search index behind the journal: a little late, so that many events
 * share a transaction, but less than a second. When it cannot keep up it holds the writer back for
 * a moment rather than fall behind. When the index fails, the journal goes on without it.
 */
final class Indexer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Indexer.class);

  /** How long it waits for more to index at once. */
  private static final long GATHER_NANOS = TimeUnit.MILLISECONDS.toNanos(300);

  /** Beyond this the writer waits; one more transaction keeps it under a second. */
  private static final long LATEST_NANOS = TimeUnit.MILLISECONDS.toNanos(600);

  /** As many are waiting: no need to gather. */
  private static final long MANY = 2_000;

  private final SearchIndex index;
  private final Thread thread;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<Commit> waiting = new ArrayDeque<>();
  private long committed;
  private long indexed;
  private long wanted;
  // An index that is being made from an old journal must not hold the writer back for minutes.
  private boolean live;
  private boolean rebuild;
  private boolean closed;
  private @Nullable String failure;

  /** A commit of the journal that is not in the index yet. */
  private record Commit(long position, long at) {}

  /** Takes over the index; {@code committed} is the journal's last position. */
  Indexer(SearchIndex index, long committed) throws SQLException {
    this.index = index;
    this.committed = committed;
    this.indexed = index.upTo();
    this.live = indexed >= committed;
    this.thread = Thread.ofPlatform().name("store-indexer").daemon(true).unstarted(this::work);
  }

  void start() {
    thread.start();
  }

  /** The journal grew. Does not block. */
  void committed(long position) {
    lock.lock();
    try {
      committed = position;
      if (live) {
        waiting.add(new Commit(position, System.nanoTime()));
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Holds the writer while the index is late. */
  void pace() {
    lock.lock();
    try {
      while (live && late() > LATEST_NANOS && failure == null && !closed) {
        changed.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
  }

  /** How long the oldest commit that is not in the index has been waiting. */
  Duration behindBy() {
    lock.lock();
    try {
      return Duration.ofNanos(late());
    } finally {
      lock.unlock();
    }
  }

  private long late() {
    Commit oldest = waiting.peek();
    return oldest == null ? 0 : System.nanoTime() - oldest.at();
  }

  long behind() {
    lock.lock();
    try {
      return committed - indexed;
    } finally {
      lock.unlock();
    }
  }

  /** Blocks until a position is in the index. */
  void catchUp(long position) {
    lock.lock();
    try {
      wanted = Math.max(wanted, position);
      changed.signalAll();
      while ((indexed < position || rebuild) && failure == null && !closed) {
        changed.awaitUninterruptibly();
      }
      if (failure != null) {
        throw new JournalException(failure);
      }
      if (indexed < position) {
        throw new JournalException("The journal was closed before its index was up to date.");
      }
    } finally {
      lock.unlock();
    }
  }

  /** Empties the index and feeds it again from the beginning; blocks until it is as far as now. */
  void rebuild() {
    long position;
    lock.lock();
    try {
      rebuild = true;
      position = committed;
    } finally {
      lock.unlock();
    }
    catchUp(position);
  }

  private void work() {
    try {
      while (await()) {
        long from = begin();
        if (from == 0) {
          index.clear();
        }
        reached(index.advance(from));
      }
    } catch (SQLException failed) {
      fail(failed);
    } finally {
      index.close();
    }
  }

  /** Waits for something to index; false when closed. */
  private boolean await() {
    lock.lock();
    try {
      while (committed <= indexed && !rebuild && !closed) {
        changed.awaitUninterruptibly();
      }
      long until = System.nanoTime() + GATHER_NANOS;
      long left;
      while (committed - indexed < MANY
          && wanted <= indexed
          && !rebuild
          && !closed
          && (left = until - System.nanoTime()) > 0) {
        changed.awaitNanos(left);
      }
      return !closed;
    } catch (InterruptedException nobodyAsks) {
      return !closed;
    } finally {
      lock.unlock();
    }
  }

  private long begin() {
    lock.lock();
    try {
      if (rebuild) {
        rebuild = false;
        live = false;
        waiting.clear();
        indexed = 0;
      }
      return indexed;
    } finally {
      lock.unlock();
    }
  }

  private void reached(long position) {
    lock.lock();
    try {
      indexed = position;
      live = live || indexed >= committed;
      while (!waiting.isEmpty() && waiting.element().position() <= indexed) {
        waiting.remove();
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void fail(SQLException failed) {
    LOG.error("The search index stopped", failed);
    boolean damaged = Database.damaged(failed);
    if (damaged) {
      index.condemn();
    }
    lock.lock();
    try {
      failure =
          "New events cannot be searched: "
              + (damaged
                  ? "the index is damaged. It is made again when Muster starts next"
                  : Database.reason(failed))
              + ". The journal itself is not touched by this.";
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Ends after the transaction it is at; what is missing is indexed at the next start. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
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
