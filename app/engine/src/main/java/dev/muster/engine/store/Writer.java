package dev.muster.engine.store;

import dev.muster.engine.event.EventJson;
import dev.muster.engine.event.Recorded;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.store.Work.Append;
import dev.muster.engine.store.Work.Draft;
import dev.muster.engine.store.Work.Task;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that writes the journal. It takes what waits, writes it in one transaction and
 * only then tells those who wait for it and those who follow. When the disk refuses, it keeps what
 * it has and tries again until it works; after any other failure it writes nothing more.
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

  /** How long it waits between two attempts while the disk refuses. */
  private static final long RETRY_NANOS = 1_000_000_000;

  private final Connection connection;
  private final SessionTable sessions;
  private final Follow follow;
  private final Path file;
  private final Clock clock;
  private final StoringWatch storing = new StoringWatch();
  private final Intake intake = new Intake(QUEUE_ROWS, QUEUE_BYTES);
  private final Folds folds;
  private final Thread thread;
  private final Statements statements;
  private boolean full;
  private volatile long position;
  private volatile long busySince;
  private volatile @Nullable String failure;
  private volatile boolean impatient;

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

  /** Takes over the connection to a database file. */
  Writer(Connection connection, Path file, EventJson json, Follow follow, Clock clock)
      throws SQLException {
    this.connection = connection;
    this.file = file;
    this.clock = clock;
    this.sessions = new SessionTable(json);
    this.folds = new Folds(connection, sessions);
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

  /**
   * The same for an action that changes the rows of sessions: what is known of them is forgotten.
   */
  <T> T runAfresh(Work.Action<T> action) {
    return run(
        connection -> {
          T answer = action.run(connection);
          folds.forget();
          return answer;
        });
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
      List<Work> works = new ArrayList<>(load.works());
      Throwable failed = commit(works);
      if (failed != null) {
        failed = hold(works, failed);
      }
      busySince = 0;
      if (failed != null) {
        refuse(works, stop(failed));
        return;
      }
    }
  }

  /**
   * Keeps what could not be written and tries again until it can be, in the same order.
   *
   * @param works what did not wait for an answer stays in it
   * @return null when it was written; else why it never will be
   */
  private @Nullable Throwable hold(List<Work> works, Throwable first) {
    Instant since = clock.instant();
    Throwable failed = first;
    boolean told = false;
    boolean last = false;
    while (failed != null) {
      Hindrance hindrance = Hindrance.of(failed, file);
      if (hindrance == null || last) {
        return failed;
      }
      Storing.Held held = hindrance.held(weight(works) + intake.weight(), since);
      if (!told) {
        LOG.error("The journal holds: {}", held.sentence(), failed);
        storing.becomes(held);
        told = true;
      } else {
        storing.refine(held);
      }
      refuseTasks(works, new JournalException(held.sentence(), failed));
      last = impatient || intake.isClosed();
      if (!last) {
        intake.rest(RETRY_NANOS);
      }
      failed = again(works);
    }
    intake.hold(null);
    storing.becomes(new Storing.Fine());
    LOG.info("The journal goes on, since {} it held", since);
    return null;
  }

  private void refuseTasks(List<Work> works, JournalException why) {
    List<Work> refused = new ArrayList<>(intake.hold(why));
    works.removeIf(work -> work instanceof Task<?> && refused.add(work));
    if (!refused.isEmpty()) {
      Thread.ofVirtual()
          .name("journal-answers")
          .start(() -> refused.forEach(work -> work.fail(why)));
    }
  }

  /** One more attempt, after a look whether what failed was stored all the same. */
  private @Nullable Throwable again(List<Work> works) {
    try {
      long last = EventTable.lastPosition(connection);
      // Less there may be: what was thrown away on purpose.
      if (last > position) {
        return new IllegalStateException(
            "the file ends at event " + last + ", and " + position + " was the last one stored");
      }
      // A commit of nothing would write nothing, and prove nothing.
      Database.execute(connection, "begin immediate");
      Database.execute(connection, "insert or replace into process values (-1, 'storing?')");
      Database.execute(connection, "delete from process where pid = -1");
      Database.execute(connection, "commit");
    } catch (SQLException failed) {
      rollBack();
      return failed;
    }
    return commit(works);
  }

  private static long weight(List<Work> works) {
    long sum = 0;
    for (Work work : works) {
      sum += work.weight();
    }
    return sum;
  }

  /** Whether the writer writes; who wants to know is told. */
  StoringWatch storing() {
    return storing;
  }

  /** For tests that make writing fail, and heal it. */
  Connection connection() {
    return connection;
  }

  void tryAgain() {
    intake.hurry();
  }

  void stopHolding() {
    impatient = true;
    intake.hurry();
  }

  /** Writes all or nothing; gives what went wrong. */
  private @Nullable Throwable commit(List<Work> works) {
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
      settle(batch);
      Database.execute(connection, "commit");
    } catch (SQLException | RuntimeException | Error failed) {
      rollBack();
      return failed;
    }
    folds.trim();
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
    RowFold fold = folds.of(append.session());
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

  /** Writes what was taken in, and the rows of its sessions. */
  private void settle(Batch batch) throws SQLException {
    statements.insert().executeBatch();
    for (SessionId id : batch.touched) {
      sessions.upsert(statements.upsert(), folds.of(id).row());
    }
    batch.touched.clear();
  }

  private <T> void run(Task<T> task, Batch batch) throws SQLException {
    // It sees what was appended before it.
    settle(batch);
    T answer = task.action().run(connection);
    batch.answers.add(() -> task.done().complete(answer));
  }

  private JournalException stop(Throwable failed) {
    String reason = failed instanceof SQLException sql ? Database.reason(sql) : failed.toString();
    String sentence =
        "Muster can no longer write its journal: "
            + reason
            + ". Everything stored until now is kept and can be read; nothing new is stored.";
    LOG.error("The journal stopped", failed);
    failure = sentence;
    storing.becomes(new Storing.Ended(sentence));
    return new JournalException(sentence, failed);
  }

  /** As if the batch had never been begun. */
  private void rollBack() {
    // They know events that are not in the database.
    folds.forget();
    try {
      statements.insert().clearBatch();
      Database.execute(connection, "rollback");
    } catch (SQLException none) {
      // SQLite rolls back by itself when the disk is full; the first failure is what is told.
      LOG.debug("No transaction to roll back: {}", none.getMessage());
    }
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
    Threads.awaitEnd(thread);
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
