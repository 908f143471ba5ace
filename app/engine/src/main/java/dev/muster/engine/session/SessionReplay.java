package dev.muster.engine.session;

import dev.muster.engine.event.Recorded;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.store.Stories;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells how a session stood at any of its events: state, plan, changes, cost, requests. The first
 * way to a far event reads the story once (without its texts); on the way the fold is kept at some
 * places, and from the nearest of them every other moment is a short way off.
 *
 * <p>Safe for any thread; methods block, so not on the JavaFX thread. It holds some megabytes for a
 * very long session: let go of it when the session is no longer looked at.
 */
public final class SessionReplay {
  /** Folds are kept at least so many events apart … */
  private static final long LEAST_APART = 2_048;

  /** … and, for very long stories, so many of them. */
  private static final long KEPT = 32;

  private final Stories stories;
  private final SessionId session;
  private final long apart;
  private final NavigableMap<Long, SessionFold> kept = new TreeMap<>();
  private @Nullable SessionFold last;

  /**
   * Prepares; reads nothing yet.
   *
   * @param events the session's length now; it may grow later
   */
  public SessionReplay(Stories stories, SessionId session, long events) {
    this.stories = stories;
    this.session = session;
    this.apart = Math.max(LEAST_APART, events / KEPT);
  }

  /**
   * How the session stood after an event. Blocks: some milliseconds near a moment that was asked
   * for before; about a second per million events on the first way.
   *
   * @param seq 1 or more; beyond the end, it is the end
   * @throws IllegalArgumentException when the story does not begin with the session's creation
   * @throws dev.muster.engine.store.JournalException when the journal cannot be read
   */
  public SessionSnapshot at(long seq) {
    return at(seq, () -> false);
  }

  /**
   * The same, given up where nobody waits for it any more; the way that was gone is not lost.
   *
   * @param cancelled asked at every event on the way, on the calling thread
   * @throws CancellationException when it said so
   */
  public synchronized SessionSnapshot at(long seq, BooleanSupplier cancelled) {
    long wanted = Math.max(1, seq);
    SessionFold fold = nearest(wanted);
    long from = fold == null ? 0 : fold.lastSeq();
    Way way = new Way(fold, cancelled);
    if (from < wanted) {
      try {
        stories.skim(session, from, wanted, way::go);
      } finally {
        // Wherever it ended, that is a moment of the story.
        last = way.fold;
      }
    }
    SessionFold there = way.fold;
    if (there == null) {
      throw new IllegalArgumentException("Session " + session + " has no events.");
    }
    last = there;
    return there.snapshot();
  }

  /** A fold that may go on; what is kept is copied. */
  private @Nullable SessionFold nearest(long seq) {
    var below = kept.floorEntry(seq);
    SessionFold fold = last;
    if (fold != null
        && fold.lastSeq() <= seq
        && (below == null || fold.lastSeq() >= below.getKey())) {
      return fold;
    }
    return below == null ? null : below.getValue().copy();
  }

  /** The way from one moment to a later one. */
  private final class Way {
    private final BooleanSupplier cancelled;
    private @Nullable SessionFold fold;

    private Way(@Nullable SessionFold from, BooleanSupplier cancelled) {
      this.cancelled = cancelled;
      fold = from;
    }

    private void go(Recorded next) {
      if (cancelled.getAsBoolean()) {
        throw new CancellationException("nobody waits for it any more");
      }
      SessionFold at = fold;
      if (at == null) {
        fold = new SessionFold(next);
        return;
      }
      at.apply(next);
      if (next.seq() % apart == 0 && !kept.containsKey(next.seq())) {
        kept.put(next.seq(), at.copy());
      }
    }
  }
}
