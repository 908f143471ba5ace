package dev.muster.engine.store;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that makes a backup every day that something happened, which is looked at in full;
 * when none is due, it looks at the journal itself once. It sleeps for hours, and when it works it
 * leaves the disk and the cores to the agents.
 */
final class BackupKeeper implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(BackupKeeper.class);

  /** A start has better things to do. */
  private static final Duration FIRST_LOOK = Duration.ofMinutes(2);

  private static final Duration EVERY = Duration.ofHours(24);
  private static final Duration BETWEEN_LOOKS = Duration.ofHours(1);

  private final DataFolder folder;
  private final Remarks remarks;
  private final Backups backups;
  private final Clock clock;
  private final LongSupplier position;
  private final Thread thread;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private long copied = -1;
  private boolean closed;

  /** Whether all of the journal was looked at since it was opened. */
  private boolean lookedAt;

  /**
   * @param position the journal's last position
   * @param remarks hears when the journal is found to be damaged
   */
  BackupKeeper(DataFolder folder, Clock clock, LongSupplier position, Remarks remarks) {
    this.folder = folder;
    this.remarks = remarks;
    this.backups = new Backups(folder, clock);
    this.clock = clock;
    this.position = position;
    this.thread = Thread.ofPlatform().name("store-backup").daemon(true).start(this::work);
  }

  private void work() {
    Duration pause = FIRST_LOOK;
    while (sleep(pause)) {
      pause = BETWEEN_LOOKS;
      try {
        if (makeIfDue().isPresent()) {
          lookedAt = true;
        } else if (!lookedAt) {
          look();
          lookedAt = true;
        }
      } catch (StoreException | RuntimeException failed) {
        // The journal is not touched by it, and it is tried again in an hour.
        LOG.warn("No backup was made: {}", failed.getMessage());
        if (Soundness.doubted(folder)) {
          remarks.tell(String.valueOf(failed.getMessage()));
          lookedAt = true;
        }
      }
    }
  }

  /** Looks at all of the journal, for minutes when it is large; what is wrong is told. */
  void look() {
    try {
      String found = Soundness.gently(folder);
      if (found != null) {
        Soundness.doubt(folder, found);
        remarks.tell(
            "The journal is damaged ("
                + found
                + "). Close Muster and start it again: what can be read is rescued then, and the"
                + " damaged file is kept.");
      }
    } catch (SQLException failed) {
      // That it cannot be read is told to whoever reads it; it is looked at again after the start.
      LOG.warn("The journal could not be looked at: {}", Database.reason(failed));
    }
  }

  /** A backup, when the last one is a day old and something happened since. */
  Optional<Backup> makeIfDue() throws StoreException {
    long now = position.getAsLong();
    if (now == 0 || now == copied) {
      return Optional.empty();
    }
    Instant today = clock.instant();
    // Not only the latest: a clock that was set back must not put the next one off for ever, nor
    // have one made at each look.
    boolean fresh =
        backups.all().stream()
            .filter(one -> one.why() == Backup.Why.AUTO)
            .anyMatch(one -> Duration.between(one.made(), today).abs().compareTo(EVERY) < 0);
    if (fresh) {
      return Optional.empty();
    }
    Backup made = backups.make(Backup.Why.AUTO, Backups.Pace.GENTLE);
    copied = now;
    LOG.info("Backup {} made, {} events", made.file(), made.events());
    return Optional.of(made);
  }

  /** False when closed. */
  private boolean sleep(Duration pause) {
    lock.lock();
    try {
      long until = System.nanoTime() + pause.toNanos();
      long left;
      while (!closed && (left = until - System.nanoTime()) > 0) {
        if (!changed.await(left, TimeUnit.NANOSECONDS)) {
          break;
        }
      }
      return !closed;
    } catch (InterruptedException ending) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
  }

  /** A copy that is being made is given up. Blocks for a moment, seconds per gigabyte then. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    thread.interrupt();
    Threads.awaitEnd(thread);
  }
}
