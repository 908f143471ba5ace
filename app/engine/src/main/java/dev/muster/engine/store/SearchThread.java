package dev.muster.engine.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConnection;

/**
 * The platform thread that searches, with a connection of its own: a search never waits for a pane
 * that reads its story, and a query that nobody waits for any more is stopped inside SQLite.
 */
final class SearchThread implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SearchThread.class);

  private final LinkedBlockingDeque<Job<?>> jobs = new LinkedBlockingDeque<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final SQLiteConnection connection;
  private final IndexFile index;
  private final IndexFile.Attached attached;
  private final Thread thread;
  private @Nullable Job<?> running;
  private volatile boolean closed;

  /** A query; asks {@code stop} where it works long without SQLite. */
  @FunctionalInterface
  interface Query<T> {
    T run(Connection connection, Stop stop) throws SQLException;
  }

  /** Whether anybody still waits. */
  interface Stop {
    /**
     * Ends the query when nobody does.
     *
     * @throws CancellationException then
     */
    void check();
  }

  private final class Job<T> implements Stop {
    private final Query<T> query;
    private final CompletableFuture<T> answer = new CompletableFuture<>();

    private Job(Query<T> query) {
      this.query = query;
      answer.whenComplete(
          (value, failed) -> {
            if (answer.isCancelled()) {
              cancelled(this);
            }
          });
    }

    @Override
    public void check() {
      if (closed || answer.isDone()) {
        throw new CancellationException();
      }
    }

    private void run() {
      if (answer.isDone()) {
        return;
      }
      begins(this);
      try {
        attached.renew();
        T value = query.run(connection, this);
        ended();
        answer.complete(value);
      } catch (SQLException failed) {
        ended();
        if (Database.damaged(failed)) {
          index.suspect();
        }
        answer.completeExceptionally(told(failed));
      } catch (RuntimeException | Error failed) {
        ended();
        answer.completeExceptionally(failed);
      }
    }
  }

  /** Opens a connection; the index is attached as {@code ix}. */
  SearchThread(Path database, IndexFile index) throws SQLException {
    this.index = index;
    Connection opened = Database.open(database);
    try {
      attached = index.attach(opened);
      Database.execute(opened, "pragma query_only = true");
      connection = opened.unwrap(SQLiteConnection.class);
    } catch (SQLException failed) {
      opened.close();
      throw failed;
    }
    thread = Thread.ofPlatform().name("store-search").daemon(true).start(this::work);
  }

  private static JournalException told(SQLException failed) {
    if (Database.damaged(failed)) {
      return new JournalException(
          "The search index could not be read: it is damaged. The journal is not touched by this."
              + " Muster looks, and makes the index again by itself; search again in a moment.",
          failed);
    }
    return new JournalException(
        "The history could not be searched: " + Database.reason(failed) + ". Nothing was changed.",
        failed);
  }

  /** Queues a query; cancelling the answer stops it. Does not block. */
  <T> CompletableFuture<T> submit(Query<T> query) {
    Job<T> job = new Job<>(query);
    jobs.add(job);
    if (closed && jobs.remove(job)) {
      job.answer.completeExceptionally(new JournalException("The journal is closed."));
    }
    return job.answer;
  }

  /** Runs a query and waits; interrupting the caller stops it. */
  <T> T read(Query<T> query) {
    if (Thread.currentThread().isInterrupted()) {
      throw new CancellationException("The search was interrupted.");
    }
    CompletableFuture<T> answer = submit(query);
    try {
      return answer.get();
    } catch (InterruptedException overtaken) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      throw new CancellationException("The search was interrupted.");
    } catch (java.util.concurrent.ExecutionException failed) {
      switch (failed.getCause()) {
        case JournalException told -> throw told;
        case RuntimeException other -> throw other;
        case Error error -> throw error;
        case null, default -> throw new JournalException("The search failed.", failed);
      }
    }
  }

  private void begins(Job<?> job) {
    lock.lock();
    try {
      running = job;
    } finally {
      lock.unlock();
    }
  }

  private void ended() {
    lock.lock();
    try {
      running = null;
    } finally {
      lock.unlock();
    }
  }

  /** Under the lock, so that no later query is hit. */
  private void cancelled(Job<?> job) {
    jobs.remove(job);
    lock.lock();
    try {
      if (running == job) {
        interrupt();
      }
    } finally {
      lock.unlock();
    }
  }

  private void interrupt() {
    try {
      connection.getDatabase().interrupt();
    } catch (SQLException failed) {
      // It runs to its end then, and its answer goes nowhere.
      LOG.debug("A search was not interrupted: {}", failed.toString());
    }
  }

  private void work() {
    try {
      while (!closed) {
        jobs.take().run();
      }
    } catch (InterruptedException closing) {
      // close() asks for the end; what still waits is refused there.
      Thread.currentThread().interrupt();
    } finally {
      try {
        connection.close();
      } catch (SQLException failed) {
        // Nothing is written through it; the file is closed with the process at the latest.
        LOG.warn("The searching connection did not close: {}", failed.toString());
      }
    }
  }

  /** Stops what runs and refuses what waits. */
  @Override
  public void close() {
    closed = true;
    lock.lock();
    try {
      if (running != null) {
        interrupt();
      }
    } finally {
      lock.unlock();
    }
    thread.interrupt();
    Threads.awaitEnd(thread);
    for (Job<?> job = jobs.poll(); job != null; job = jobs.poll()) {
      job.answer.completeExceptionally(new JournalException("The journal is closed."));
    }
  }
}
