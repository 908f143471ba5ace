package dev.muster.engine.agent.wire;

import dev.muster.engine.agent.AgentListener;
import dev.muster.engine.event.TurnEvent.End;
import dev.muster.engine.event.TurnEvent.TurnEnded;
import dev.muster.engine.event.TurnEvent.TurnStarted;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Sees to it that every turn of an agent program begins once and ends once, and that it does not
 * work longer than it may. The time a person is waited for does not count. Safe for any thread; the
 * listener is never called with the lock held.
 */
public final class TurnKeeper {
  private static final long LOOK_MILLIS = 500;

  private final AgentListener out;
  private final @Nullable Integer minutes;
  private final Runnable interrupt;
  private final Object lock = new Object();
  private long turn;
  private boolean running;
  private boolean shut;
  private int asking;
  private boolean late;
  private @Nullable String limit;

  /**
   * A keeper without a turn.
   *
   * @param minutes working time of one turn; null without limit
   * @param interrupt has the agent end its turn, when the time is over
   */
  public TurnKeeper(AgentListener out, @Nullable Integer minutes, Runnable interrupt) {
    this.out = out;
    this.minutes = minutes;
    this.interrupt = interrupt;
  }

  /** Whether a turn runs. */
  public boolean running() {
    synchronized (lock) {
      return running;
    }
  }

  /**
   * A turn begins; tells so. May block as the listener does.
   *
   * @param promptId null for one that the agent begins by itself
   * @return false when one runs already, or after {@link #shut}: then nothing is told
   */
  public boolean begin(@Nullable String promptId) {
    long mine;
    synchronized (lock) {
      if (running || shut) {
        return false;
      }
      running = true;
      late = false;
      limit = null;
      asking = 0;
      mine = ++turn;
    }
    out.event(new TurnStarted(promptId));
    Integer limit = minutes;
    if (limit != null) {
      Thread.ofVirtual().name("muster-timer").start(() -> watch(mine, Duration.ofMinutes(limit)));
    }
    return true;
  }

  /**
   * The turn is over; tells so. One that was interrupted because its time was over ends at its
   * limit.
   *
   * @return false when none runs: then nothing is told
   */
  public boolean end(TurnEnded how) {
    TurnEnded told = how;
    synchronized (lock) {
      if (!running) {
        return false;
      }
      running = false;
      if (late && how.end() != End.DONE) {
        told =
            new TurnEnded(
                End.LIMIT,
                "The time limit of "
                    + minutes
                    + " minutes is reached. The work is kept; send a prompt to go on.",
                how.mark());
      } else if (limit != null && how.end() != End.DONE) {
        told = new TurnEnded(End.LIMIT, limit, how.mark());
      }
    }
    out.event(told);
    return true;
  }

  /**
   * A limit of the session is reached: the running turn is interrupted, and ends at it. Does
   * nothing when none runs.
   *
   * @param sentence which, for a person
   */
  public void limitReached(String sentence) {
    synchronized (lock) {
      if (!running) {
        return;
      }
      limit = sentence;
    }
    interrupt.run();
  }

  /** A person is asked: the time stands still until {@link #answered}. */
  public void asked() {
    synchronized (lock) {
      asking++;
    }
  }

  /** See {@link #asked}. */
  public void answered() {
    synchronized (lock) {
      asking = Math.max(0, asking - 1);
    }
  }

  /** No turn begins any more. */
  public void shut() {
    synchronized (lock) {
      shut = true;
      lock.notifyAll();
    }
  }

  private void watch(long mine, Duration limit) {
    long left = limit.toMillis();
    synchronized (lock) {
      while (running && turn == mine && !shut && left > 0) {
        long before = System.nanoTime();
        try {
          lock.wait(LOOK_MILLIS);
        } catch (InterruptedException never) {
          Thread.currentThread().interrupt();
          return;
        }
        if (asking == 0) {
          left -= (System.nanoTime() - before) / 1_000_000;
        }
      }
      if (!running || turn != mine || shut) {
        return;
      }
      late = true;
    }
    interrupt.run();
  }
}
