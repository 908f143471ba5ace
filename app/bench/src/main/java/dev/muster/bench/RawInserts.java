package dev.muster.bench;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * The peer of the journal: rows that are ready as text, put by producers into a queue and inserted
 * by one thread in commits of 2,048, with the same columns, index and pragmas as the journal. It
 * does nothing else: no JSON, no session rows, no full text, no one who follows.
 */
final class RawInserts {
  private static final int COMMIT_ROWS = 2_048;
  private static final int QUEUE_ROWS = 8_192;
  private static final Row END = new Row("", 0, "", "");

  /** A row that is ready to be written. */
  record Row(String session, long seq, String kind, String body) {}

  private RawInserts() {}

  /** Writes the rows of each producer, each from a thread of its own; gives the seconds. */
  static double seconds(Path file, List<List<Row>> producers) throws Exception {
    BlockingQueue<Row> queue = new ArrayBlockingQueue<>(QUEUE_ROWS);
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file)) {
      prepare(connection);
      long start = System.nanoTime();
      List<Thread> threads = new ArrayList<>();
      for (List<Row> rows : producers) {
        threads.add(Thread.ofPlatform().start(() -> rows.forEach(row -> put(queue, row))));
      }
      Thread closer =
          Thread.ofPlatform()
              .start(
                  () -> {
                    threads.forEach(RawInserts::join);
                    put(queue, END);
                  });
      write(connection, queue);
      double seconds = (System.nanoTime() - start) / 1e9;
      join(closer);
      return seconds;
    }
  }

  private static void prepare(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("pragma journal_mode = wal");
      statement.execute("pragma synchronous = normal");
      statement.execute("pragma cache_size = -16384");
      statement.execute(
          "create table event (id integer primary key, session text not null, seq integer not null,"
              + " at integer not null, turn integer not null, kind text not null, body text not"
              + " null) strict");
      statement.execute("create unique index event_session_seq on event (session, seq)");
    }
    connection.setAutoCommit(false);
  }

  private static void write(Connection connection, BlockingQueue<Row> queue) throws Exception {
    List<Row> batch = new ArrayList<>(COMMIT_ROWS);
    try (PreparedStatement insert =
        connection.prepareStatement(
            "insert into event (id, session, seq, at, turn, kind, body) values (?,?,?,?,?,?,?)")) {
      long id = 0;
      for (boolean end = false; !end; ) {
        batch.clear();
        batch.add(queue.take());
        queue.drainTo(batch, COMMIT_ROWS - 1);
        end = batch.removeIf(row -> row == END);
        for (Row row : batch) {
          insert.setLong(1, ++id);
          insert.setString(2, row.session());
          insert.setLong(3, row.seq());
          insert.setLong(4, 1_700_000_000_000L + id);
          insert.setInt(5, 1);
          insert.setString(6, row.kind());
          insert.setString(7, row.body());
          insert.addBatch();
        }
        insert.executeBatch();
        connection.commit();
      }
    }
  }

  private static void put(BlockingQueue<Row> queue, Row row) {
    try {
      queue.put(row);
    } catch (InterruptedException stopped) {
      throw new IllegalStateException("The run was interrupted.", stopped);
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException stopped) {
      throw new IllegalStateException("The run was interrupted.", stopped);
    }
  }
}
