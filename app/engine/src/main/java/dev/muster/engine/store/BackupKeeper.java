package dev.muster.engine.store;

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
 * The thread that makes a backup every day that something happened. It sleeps for hours, and when
 * it works it leaves the disk and the cores to the agents.
 */
final class BackupKeeper implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(BackupKeeper.class);

  /** A start has better things to do. */
  private static final Duration FIRST_LOOK = Duration.ofMinutes(5);

  private static final Duration EVERY = Duration.ofHours(24);
  private static final Duration BETWEEN_LOOKS = Duration.ofHours(1);

  private final Backups backups;
  private final Clock clock;
  private final LongSupplier position;
  private final Thread thread;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private long copied = -1;
  private boolean closed;

  /**
   * @param position the journal's last position
   */
  BackupKeeper(Backups backups, Clock clock, LongSupplier position) {
    this.backups = backups;
    this.clock = clock;
    this.position = position;
    this.thread = Thread.ofPlatform().name("store-backup").daemon(true).start(this::work);
  }

  private void work() {
    Duration pause = FIRST_LOOK;
    while (sleep(pause)) {
      pause = BETWEEN_LOOKS;
      try {
        makeIfDue();
      } catch (StoreException | RuntimeException failed) {
        // The journal is not touched by it, and it is tried again in an hour.
        LOG.warn("No backup was made: {}", failed.getMessage());
      }
    }
  }

  /** A backup, when the last one is a day old and something happened since. */
  Optional<Backup> makeIfDue() throws StoreException {
    long now = position.getAsLong();
    if (now == 0 || now == copied) {
      return Optional.empty();
    }
    Optional<Instant> last =
        backups.all().stream()
            .filter(one -> one.why() == Backup.Why.AUTO)
            .map(Backup::made)
            .findFirst();
    // A clock that was set back must not put the next one off for ever.
    if (last.isPresent()
        && Duration.between(last.get(), clock.instant()).abs().compareTo(EVERY) < 0) {
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
