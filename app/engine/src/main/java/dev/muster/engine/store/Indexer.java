package dev.muster.engine.store;

import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that feeds the search index behind the journal: a little late, so that many events
 * share a transaction, but less than a second. Indexing an event costs about twice what writing it
 * does, so tens of thousands of events a second put it further behind. It never holds the writer
 * back for that: what waits for it is in the journal, not in memory.
 */
final class Indexer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Indexer.class);

  /** How long it waits for more to index at once. */
  private static final long GATHER_NANOS = TimeUnit.MILLISECONDS.toNanos(300);

  /** As many are waiting: no need to gather. */
  private static final long MANY = 2_000;

  private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(2);

  /** One that is damaged again so soon after it was made is left to the next start. */
  private static final long MADE_LATELY_NANOS = TimeUnit.MINUTES.toNanos(10);

  private final Making making;
  private final IndexFile file;
  private final Remarks remarks;
  private SearchIndex index;
  private final Thread thread;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private long committed;
  private long indexed;

  /** What was committed when the last round began. */
  private long atBegin;

  private long erasedAtBegin;
  private long wanted;
  private boolean rebuild;
  private boolean suspected;
  private boolean closed;

  /** How often sessions were taken out of the journal, and which of these the index knows. */
  private long erased = 1;

  private long erasedKnown;
  private @Nullable String failure;

  /** Why it does not go on for now. */
  private @Nullable String held;

  /** When it was made anew because it was damaged; 0 for never. Of the indexing thread. */
  private long madeAt;

  /** Whether it was said that the index is being made anew, and not yet that it is whole. */
  private boolean healing;

  /** Makes an empty index in the place of what is there. */
  @FunctionalInterface
  interface Making {
    SearchIndex anew() throws SQLException;
  }

  /**
   * Takes over the index.
   *
   * @param committed the journal's last position
   * @param making used when the index turns out to be damaged or gone
   * @param remarks hears of that
   */
  Indexer(SearchIndex index, long committed, IndexFile file, Making making, Remarks remarks)
      throws SQLException {
    this.index = index;
    this.file = file;
    this.making = making;
    this.remarks = remarks;
    file.onSuspicion(this::suspect);
    this.committed = committed;
    this.indexed = index.upTo();
    this.thread = Thread.ofPlatform().name("store-indexer").daemon(true).unstarted(this::work);
  }

  void start() {
    thread.start();
  }

  /** The journal grew. Does not block. */
  void committed(long position) {
    lock.lock();
    try {
      boolean slept = committed <= indexed;
      committed = position;
      if (slept || position - indexed >= MANY) {
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
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
      while (lacks(position) && failure == null && held == null && !closed) {
        changed.awaitUninterruptibly();
      }
      String why = failure == null ? held : failure;
      if (indexed < position) {
        throw new JournalException(
            why == null ? "The journal was closed before its index was up to date." : why);
      }
    } finally {
      lock.unlock();
    }
  }

  private boolean lacks(long position) {
    return indexed < position || rebuild || erasedKnown < erased;
  }

  /** Empties the index and feeds it again from the beginning; blocks until it is as far as now. */
  void rebuild() {
    lock.lock();
    try {
      rebuild = true;
      catchUp(committed);
    } finally {
      lock.unlock();
    }
  }

  /** Sessions were taken out of the journal as if they had never been. Does not block. */
  void erased() {
    lock.lock();
    try {
      erased++;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Somebody could not read it: it is looked at, and made anew if it is not sound. */
  private void suspect() {
    lock.lock();
    try {
      suspected = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void work() {
    try {
      while (await()) {
        try {
          round();
        } catch (SQLException failed) {
          if (!healed(failed)) {
            fail(failed);
            return;
          }
        }
      }
    } catch (InterruptedException closing) {
      // Nobody but the end of the program does that; the index goes on from its mark next time.
      Thread.currentThread().interrupt();
    } finally {
      index.close();
    }
  }

  private void round() throws SQLException, InterruptedException {
    if (!index.inPlace()) {
      throw new SQLException("the file " + file.path() + " was taken away or replaced");
    }
    if (takeSuspicion() && !index.sound()) {
      throw new SQLException("what is in it cannot be read");
    }
    long start = System.nanoTime();
    long from = begin();
    if (from == 0) {
      index.clear();
    }
    if (advanced(from)) {
      rest(System.nanoTime() - start);
    }
  }

  private boolean takeSuspicion() {
    lock.lock();
    try {
      boolean was = suspected;
      suspected = false;
      return was;
    } finally {
      lock.unlock();
    }
  }

  /** Makes the index anew, which is then fed from the beginning; false when that is of no use. */
  private boolean healed(SQLException failed) {
    long now = System.nanoTime();
    if (madeAt != 0 && now - madeAt < MADE_LATELY_NANOS) {
      return false;
    }
    LOG.warn("The search index is of no use any more", failed);
    madeAt = now;
    try {
      index.close();
      index = making.anew();
    } catch (SQLException again) {
      LOG.error("The search index could not be made anew", again);
      return false;
    }
    file.madeAnew();
    lock.lock();
    try {
      indexed = 0;
      rebuild = false;
      suspected = false;
      held = null;
    } finally {
      lock.unlock();
    }
    healing = true;
    remarks.tell(
        "The search index was damaged or taken away. It is being made again from the journal, which"
            + " is not touched by this; until that is done, searches do not find everything.");
    return true;
  }

  /** Takes in more; when the disk refuses that for now, waits, and gives false. */
  private boolean advanced(long from) throws SQLException, InterruptedException {
    try {
      if (erasedAtBegin > erasedKnown) {
        index.forgetErased();
      }
      long to = index.advance(from);
      // Where nothing follows, all is in: the last events may have been taken out of the journal.
      reached(to == from ? Math.max(to, atBegin) : to);
      return true;
    } catch (SQLException failed) {
      if (!Hindrance.mayPass(failed)) {
        throw failed;
      }
      hold("New events cannot be searched for now: " + Database.reason(failed) + ".");
      return false;
    }
  }

  private void hold(String sentence) throws InterruptedException {
    lock.lock();
    try {
      if (held == null) {
        LOG.warn("{}", sentence);
      }
      held = sentence;
      changed.signalAll();
      long until = System.nanoTime() + RETRY_NANOS;
      long left;
      while (!closed && (left = until - System.nanoTime()) > 0) {
        changed.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Half a core is enough for what nobody waits for, a third while events pour in: agents need the
   * rest more.
   */
  private void rest(long worked) throws InterruptedException {
    lock.lock();
    try {
      boolean pouring = committed - atBegin >= MANY;
      long until = System.nanoTime() + Math.min(pouring ? 2 * worked : worked, 2 * GATHER_NANOS);
      long left;
      while (wanted <= indexed
          && indexed < committed
          && !rebuild
          && !closed
          && (left = until - System.nanoTime()) > 0) {
        changed.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Waits for something to index; false when closed. */
  private boolean await() throws InterruptedException {
    lock.lock();
    try {
      while (!lacks(committed) && !suspected && !closed) {
        changed.awaitUninterruptibly();
      }
      long until = System.nanoTime() + GATHER_NANOS;
      long left;
      while (committed - indexed < MANY
          && wanted <= indexed
          && !rebuild
          && !suspected
          && !closed
          && (left = until - System.nanoTime()) > 0) {
        changed.awaitNanos(left);
      }
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
        indexed = 0;
      }
      atBegin = committed;
      erasedAtBegin = erased;
      return indexed;
    } finally {
      lock.unlock();
    }
  }

  private void reached(long position) {
    boolean whole;
    lock.lock();
    try {
      indexed = position;
      erasedKnown = erasedAtBegin;
      held = null;
      whole = indexed >= committed;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    if (healing && whole) {
      healing = false;
      remarks.tell("The search index is whole again.");
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
    Threads.awaitEnd(thread);
  }
}
