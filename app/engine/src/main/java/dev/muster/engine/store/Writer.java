package dev.muster.engine.store;

import dev.muster.engine.event.EventJson;
import dev.muster.engine.event.Recorded;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.store.Work.Append;
import dev.muster.engine.store.Work.Draft;
import dev.muster.engine.store.Work.Task;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that writes the journal. It takes what waits, writes it in one transaction and
 * only then tells those who wait for it and those who follow. After the first failure it writes
 * nothing more.
 */
final class Writer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Writer.class);

  /** At most this many appends or this many bytes wait before the caller does. */
  static final int QUEUE_ROWS = 8_192;

  static final long QUEUE_BYTES = 32L << 20;

  /** Rows of one commit: some 20 ms of writing at full speed. */
  private static final int COMMIT_ROWS = 2_048;

  /**
   * Commits are at least this far apart, unless something urgent waits: 200 a second cost about one
   * per cent of a core, and nobody sees 5 ms. The first event after a quiet time does not wait.
   */
  private static final long WINDOW_NANOS = 5_000_000;

  /** Sessions whose fold is kept at hand; a session beyond them is loaded again when it speaks. */
  private static final int FOLDS = 256;

  private final Connection connection;
  private final SessionTable sessions;
  private final Follow follow;
  private final Intake intake = new Intake(QUEUE_ROWS, QUEUE_BYTES);
  private final SequencedMap<SessionId, RowFold> folds = new LinkedHashMap<>(FOLDS, 0.75f, true);
  private final Thread thread;
  private final Statements statements;
  private boolean full;
  private volatile long position;
  private volatile long busySince;
  private volatile @Nullable String failure;

  /** Who is told what the writer did, on the writer's thread; must not block for long. */
  interface Follow {
    /** These were committed. */
    void committed(List<Entry> batch);

    /** Nothing will be committed any more. */
    void stopped(String sentence);
  }

  private record Statements(PreparedStatement insert, PreparedStatement upsert) {}

  /** One commit in the making. */
  private static final class Batch {
    final List<Entry> entries = new ArrayList<>();
    final List<Runnable> answers = new ArrayList<>();
    final Set<SessionId> touched = new HashSet<>();
  }

  /** Takes over the connection. */
  Writer(Connection connection, EventJson json, Follow follow) throws SQLException {
    this.connection = connection;
    this.sessions = new SessionTable(json);
    this.follow = follow;
    this.position = EventTable.lastPosition(connection);
    this.statements =
        new Statements(
            connection.prepareStatement(EventTable.INSERT), sessions.prepareUpsert(connection));
    this.thread = Thread.ofPlatform().name("store-writer").daemon(true).unstarted(this::work);
  }

  void start() {
    thread.start();
  }

  /** Queues; blocks while the queue is full. */
  void put(Work work) {
    intake.put(work);
  }

  /** Runs something in the writer's next transaction and waits for the commit. */
  <T> T run(Work.Action<T> action) {
    CompletableFuture<T> done = new CompletableFuture<>();
    intake.put(new Task<>(action, done, true));
    return Readers.await(done);
  }

  long position() {
    return position;
  }

  @Nullable String failure() {
    return failure;
  }

  Duration behind() {
    long since = busySince;
    return since == 0 ? intake.waiting() : Duration.ofNanos(System.nanoTime() - since);
  }

  private void work() {
    long nextCommit = System.nanoTime();
    while (true) {
      Intake.Load load = intake.take(nextCommit, COMMIT_ROWS);
      if (load.works().isEmpty()) {
        return;
      }
      busySince = load.oldestSince();
      nextCommit = System.nanoTime() + WINDOW_NANOS;
      JournalException why = commit(load.works());
      busySince = 0;
      if (why != null) {
        refuse(load.works(), why);
        return;
      }
    }
  }

  private @Nullable JournalException commit(List<Work> works) {
    Batch batch = new Batch();
    try {
      durability(works);
      Database.execute(connection, "begin immediate");
      for (Work work : works) {
        switch (work) {
          case Append append -> write(append, batch);
          case Task<?> task -> run(task, batch);
        }
      }
      statements.insert().executeBatch();
      for (SessionId id : batch.touched) {
        sessions.upsert(statements.upsert(), fold(id).row());
      }
      Database.execute(connection, "commit");
    } catch (SQLException | RuntimeException | Error failed) {
      return stop(failed);
    }
    // Never inside a batch: a fold loaded in the middle would not know the rows before it.
    while (folds.size() > FOLDS) {
      folds.pollFirstEntry();
    }
    if (!batch.entries.isEmpty()) {
      position = batch.entries.getLast().position();
      follow.committed(batch.entries);
    }
    // What waits for an answer may do anything, even append: not on the thread that must write it.
    Thread.ofVirtual().name("journal-answers").start(() -> batch.answers.forEach(Runnable::run));
    return null;
  }

  /** A power cut may take back the last commits in NORMAL; a decision waits for the disk. */
  private void durability(List<Work> works) throws SQLException {
    boolean decisive = false;
    for (Work work : works) {
      decisive = decisive || (work instanceof Append append && append.decisive());
    }
    if (decisive != full) {
      Database.execute(connection, "pragma synchronous = " + (decisive ? "full" : "normal"));
      full = decisive;
    }
  }

  private void write(Append append, Batch batch) throws SQLException {
    RowFold fold = fold(append.session());
    PreparedStatement insert = statements.insert();
    List<Recorded> recorded = new ArrayList<>(append.drafts().size());
    long id = batch.entries.isEmpty() ? position : batch.entries.getLast().position();
    for (Draft draft : append.drafts()) {
      Recorded next =
          new Recorded(
              append.session(), fold.events() + 1, draft.at(), draft.turn(), draft.event());
      insert.setLong(1, ++id);
      insert.setString(2, append.session().value());
      insert.setLong(3, next.seq());
      insert.setLong(4, draft.at().toEpochMilli());
      insert.setInt(5, draft.turn());
      insert.setString(6, draft.kind());
      insert.setString(7, draft.body());
      insert.addBatch();
      fold.add(next);
      recorded.add(next);
      batch.entries.add(new Entry(id, 200 + draft.body().length(), next));
    }
    batch.touched.add(append.session());
    batch.answers.add(() -> append.done().complete(recorded));
  }

  private <T> void run(Task<T> task, Batch batch) throws SQLException {
    // It sees what was appended before it.
    statements.insert().executeBatch();
    T answer = task.action().run(connection);
    batch.answers.add(() -> task.done().complete(answer));
  }

  private RowFold fold(SessionId id) throws SQLException {
    RowFold fold = folds.get(id);
    if (fold == null) {
      fold = sessions.load(connection, id);
      folds.put(id, fold);
    }
    return fold;
  }

  private JournalException stop(Throwable failed) {
    String reason = failed instanceof SQLException sql ? Database.reason(sql) : failed.toString();
    String sentence =
        "Muster can no longer write its journal: "
            + reason
            + ". Everything stored until now is kept and can be read; nothing new is stored.";
    LOG.error("The journal stopped", failed);
    failure = sentence;
    try {
      Database.execute(connection, "rollback");
    } catch (SQLException none) {
      // SQLite rolls back by itself when the disk is full; the first failure is what is told.
      LOG.debug("No transaction to roll back: {}", none.getMessage());
    }
    return new JournalException(sentence, failed);
  }

  /** Fails what was to be written and all that waits behind it, in order. */
  private void refuse(List<Work> works, JournalException why) {
    intake.close(why);
    List<Work> refused = new ArrayList<>(works);
    refused.addAll(intake.take(System.nanoTime(), Integer.MAX_VALUE).works());
    Thread.ofVirtual().name("journal-answers").start(() -> refused.forEach(work -> work.fail(why)));
    follow.stopped(String.valueOf(why.getMessage()));
  }

  /** Writes what waits, then closes the connection. Blocks. */
  @Override
  public void close() {
    intake.close(new JournalException("The journal is closed."));
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
    try {
      statements.insert().close();
      statements.upsert().close();
      connection.close();
    } catch (SQLException failed) {
      // All that was acknowledged is committed; SQLite recovers the file when it opens it again.
      LOG.warn("The journal did not close in order: {}", failed.toString());
    }
  }
}
