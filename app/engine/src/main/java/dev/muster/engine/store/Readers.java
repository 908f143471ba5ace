package dev.muster.engine.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The two platform threads that read, each with a connection of its own: a native query on a
 * virtual thread would hold its carrier and with it every other virtual thread.
 */
final class Readers implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Readers.class);
  private static final int THREADS = 2;

  // Holds at most one job per waiting caller and the few pages a replay asks for ahead.
  private final BlockingQueue<Job<?>> jobs = new LinkedBlockingQueue<>();
  private final List<Thread> threads = new ArrayList<>();
  private final Consumer<SQLException> damage;
  private volatile boolean closed;

  /** A query. */
  @FunctionalInterface
  interface Query<T> {
    T run(Connection connection) throws SQLException;
  }

  private record Job<T>(
      Query<T> query, CompletableFuture<T> answer, Consumer<SQLException> damage) {
    void run(Connection connection, IndexFile.Attached index) {
      try {
        index.renew();
        answer.complete(query.run(connection));
      } catch (SQLException failed) {
        if (Database.damaged(failed)) {
          damage.accept(failed);
        }
        answer.completeExceptionally(
            new JournalException(
                "The journal could not be read: "
                    + Database.reason(failed)
                    + ". Nothing was changed.",
                failed));
      } catch (RuntimeException | Error failed) {
        answer.completeExceptionally(failed);
      }
    }

    void refuse() {
      answer.completeExceptionally(new JournalException("The journal is closed."));
    }
  }

  /**
   * Opens the connections; the index is attached as {@code ix}.
   *
   * @param damage told when a file turns out to be damaged; must not block for long
   */
  Readers(Path database, IndexFile index, Consumer<SQLException> damage) throws SQLException {
    this.damage = damage;
    SequencedMap<Connection, IndexFile.Attached> connections = new LinkedHashMap<>();
    try {
      for (int n = 0; n < THREADS; n++) {
        Connection connection = Database.open(database);
        try {
          connections.put(connection, index.attach(connection));
        } catch (SQLException failed) {
          close(connection);
          throw failed;
        }
        Database.execute(connection, "pragma query_only = true");
      }
    } catch (SQLException failed) {
      connections.keySet().forEach(Readers::close);
      throw failed;
    }
    connections.forEach(
        (connection, attached) ->
            threads.add(
                Thread.ofPlatform()
                    .name("store-reader-" + (threads.size() + 1))
                    .daemon(true)
                    .start(() -> work(connection, attached))));
  }

  /** Queues a query; the answer fails with {@link JournalException}. Does not block. */
  <T> CompletableFuture<T> submit(Query<T> query) {
    Job<T> job = new Job<>(query, new CompletableFuture<>(), damage);
    jobs.add(job);
    // Closed in between: nobody would take it any more.
    if (closed && jobs.remove(job)) {
      job.refuse();
    }
    return job.answer();
  }

  /** Runs a query on a reader's thread and waits for its answer. */
  <T> T read(Query<T> query) {
    return await(submit(query));
  }

  /** Waits for an answer; a failure is thrown as it is. */
  static <T> T await(CompletableFuture<T> answer) {
    try {
      return answer.join();
    } catch (CompletionException failed) {
      switch (failed.getCause()) {
        case JournalException told -> throw told;
        case RuntimeException other -> throw other;
        case Error error -> throw error;
        case null, default -> throw failed;
      }
    }
  }

  private void work(Connection connection, IndexFile.Attached index) {
    try {
      while (!closed) {
        jobs.take().run(connection, index);
      }
    } catch (InterruptedException closing) {
      // close() asks for the end; what still waits is refused there.
      Thread.currentThread().interrupt();
    } finally {
      close(connection);
    }
  }

  /** Ends the threads after the query each is at; waiting queries are refused. */
  @Override
  public void close() {
    closed = true;
    threads.forEach(Thread::interrupt);
    for (Thread thread : threads) {
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
    for (Job<?> job = jobs.poll(); job != null; job = jobs.poll()) {
      job.refuse();
    }
  }

  private static void close(Connection connection) {
    try {
      connection.close();
    } catch (SQLException failed) {
      // Nothing is written through it; the file is closed with the process at the latest.
      LOG.warn("A reader of the journal did not close: {}", failed.toString());
    }
  }
}
