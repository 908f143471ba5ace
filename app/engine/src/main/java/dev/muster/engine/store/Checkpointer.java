package dev.muster.engine.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that carries what was committed from SQLite's write-ahead log into the database file.
 * SQLite would do it in the writer, every 4 MiB; with a disk that agents keep busy, each time costs
 * the writer, and everybody who waits to see something, some 100 ms.
 */
final class Checkpointer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Checkpointer.class);

  /** So much is written between two checkpoints. */
  private static final long EVERY_BYTES = 16L << 20;

  /**
   * Pages after which the writer does it itself: only the log's last part is left then, and only a
   * checkpoint during which nobody writes lets SQLite begin the log anew.
   */
  static final int WRITERS_OWN_PAGES = 16_384;

  private final Connection connection;
  private final Thread thread;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private long grown;
  private boolean closed;

  /** Takes over the connection. */
  Checkpointer(Connection connection) {
    this.connection = connection;
    this.thread = Thread.ofPlatform().name("store-checkpoint").daemon(true).start(this::work);
  }

  /** So many bytes were committed. Does not block. */
  void grew(long bytes) {
    lock.lock();
    try {
      grown += bytes;
      if (grown >= EVERY_BYTES) {
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  private void work() {
    try (connection) {
      while (await()) {
        carry();
      }
    } catch (SQLException failed) {
      // Nothing is written through it that is not in the log already.
      LOG.warn("The connection that carries the journal's log over did not close", failed);
    }
  }

  private void carry() {
    try {
      Database.execute(connection, "pragma wal_checkpoint(passive)");
    } catch (SQLException failed) {
      // On a full disk, mostly. All of it stays in the log; it is tried again after as much more.
      LOG.warn("The journal's log could not be carried over: {}", Database.reason(failed));
    }
  }

  private boolean await() {
    lock.lock();
    try {
      while (grown < EVERY_BYTES && !closed) {
        changed.awaitUninterruptibly();
      }
      grown = 0;
      return !closed;
    } finally {
      lock.unlock();
    }
  }

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
