package dev.muster.engine.session;

import static java.util.Objects.requireNonNull;

import dev.muster.engine.event.ClosedAs;
import dev.muster.engine.event.LifeEvent.WorktreeReady;
import dev.muster.engine.event.ObservedEvent.TreeChanged;
import dev.muster.engine.event.ObservedEvent.TreeSeen;
import dev.muster.engine.event.OutcomeEvent.Level;
import dev.muster.engine.event.OutcomeEvent.Noted;
import dev.muster.engine.event.SessionEvent;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.event.SessionState;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees for itself what a session's worktree holds: while tools run now and then, after a turn
 * always, and for the last time when the session is closed. The looking is done on virtual threads;
 * what was seen comes back through the mailbox. Its methods are called on the mailbox and return at
 * once.
 */
final class Observer {
  private static final Logger LOG = LoggerFactory.getLogger(Observer.class);

  /** Files change in bursts; one look serves them all. */
  private static final long PAUSE_MILLIS = 400;

  /** A look that took long, as it does when many agents work, is not soon repeated. */
  private static final int PAUSE_PER_LOOK = 10;

  private static final long MOST_PAUSE_MILLIS = 5_000;

  private final SessionId id;
  private final FleetParts parts;
  private final Mailbox mailbox;
  private final SessionLog log;
  private boolean looking;
  private boolean lookAgain;
  private volatile long lookMillis;
  private boolean ended;
  private int atWork;
  private CompletableFuture<Void> idle = CompletableFuture.completedFuture(null);

  Observer(SessionId id, FleetParts parts, Mailbox mailbox, SessionLog log) {
    this.id = id;
    this.parts = parts;
    this.mailbox = mailbox;
    this.log = log;
  }

  /** Done when nothing is being looked at any more. */
  CompletableFuture<Void> idle() {
    return idle;
  }

  /** Muster ends: what has begun is brought to its end, nothing else begins. */
  void end() {
    ended = true;
  }

  /** Files may have changed: look soon. */
  void soon() {
    if (ended) {
      return;
    }
    if (looking) {
      lookAgain = true;
      return;
    }
    WorktreeReady worktree = log.now().worktree();
    if (worktree == null) {
      return;
    }
    SessionSnapshot at = log.now();
    looking = true;
    parts
        .timer()
        .schedule(
            () -> mailbox.execute(() -> lookNow(at, worktree)),
            Math.clamp(PAUSE_PER_LOOK * lookMillis, PAUSE_MILLIS, MOST_PAUSE_MILLIS),
            TimeUnit.MILLISECONDS);
  }

  private void lookNow(SessionSnapshot at, WorktreeReady worktree) {
    if (ended) {
      return;
    }
    long begunAfter = log.now().lastSeq();
    off(
        () -> look(at, worktree, begunAfter),
        seen -> {
          looking = false;
          seen.forEach(this::appendIfNew);
          if (lookAgain) {
            lookAgain = false;
            soon();
          }
        });
  }

  /** A turn is over: records what changed and keeps it as a checkpoint, then goes on. */
  void afterTurn(Runnable then) {
    WorktreeReady worktree = log.now().worktree();
    if (worktree == null) {
      mailbox.execute(then);
      return;
    }
    int turn = log.fold().turn();
    SessionSnapshot at = log.now();
    off(
        () -> {
          List<SessionEvent> seen = new ArrayList<>(look(at, worktree, at.lastSeq()));
          try {
            seen.add(parts.workplace().checkpoint(id, at, worktree, turn));
          } catch (FleetException failed) {
            seen.add(
                new Noted(Level.WARNING, "No checkpoint of this turn: " + failed.sentence(), null));
          }
          return seen;
        },
        seen -> {
          seen.forEach(this::appendIfNew);
          then.run();
        });
  }

  /**
   * Removes the worktree by its plan, then closes the session; {@code done} is when that is stored.
   */
  void remove(ClosedAs as, CompletableFuture<Void> done) {
    WorktreeReady worktree = log.now().worktree();
    if (worktree == null) {
      log.move(SessionState.CLOSED, null, as);
      completeWhenStored(done);
      return;
    }
    SessionSnapshot at = log.now();
    FleetException[] refused = new FleetException[1];
    off(
        () -> {
          try {
            return parts.workplace().remove(id, at, worktree, as);
          } catch (FleetException sentence) {
            refused[0] = sentence;
          } catch (RuntimeException | Error broken) {
            LOG.error("The worktree of {} could not be removed.", id, broken);
            refused[0] =
                new FleetException(
                    "The worktree could not be removed, so the session stays open: " + broken,
                    broken);
          }
          return List.of(new Noted(Level.ERROR, refused[0].sentence(), null));
        },
        told -> {
          log.appendAll(told);
          if (refused[0] == null) {
            log.move(SessionState.CLOSED, null, as);
            completeWhenStored(done);
          } else {
            done.completeExceptionally(refused[0]);
          }
        });
  }

  private void completeWhenStored(CompletableFuture<Void> done) {
    var ignored =
        log.stored()
            .whenComplete(
                (stored, failure) -> {
                  if (failure == null) {
                    done.complete(null);
                  } else {
                    done.completeExceptionally(failure);
                  }
                });
  }

  private List<SessionEvent> look(SessionSnapshot at, WorktreeReady worktree, long begunAfter) {
    long start = System.nanoTime();
    try {
      return List.of(parts.workplace().observe(id, at, worktree).begunAfter(begunAfter));
    } catch (FleetException failed) {
      return List.of(
          new Noted(Level.WARNING, "The changes could not be read: " + failed.sentence(), null));
    } finally {
      lookMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    }
  }

  private void appendIfNew(SessionEvent seen) {
    if (seen instanceof TreeChanged changed
        && changed.treeHash().equals(log.now().changes().treeHash())) {
      TreeSeen again =
          new TreeSeen(changed.treeHash(), requireNonNull(changed.lookedAfter(), "when it began"));
      if (log.fold().wouldTell(again)) {
        log.append(again);
      }
    } else {
      log.append(seen);
    }
  }

  /** Works away from the mailbox, then goes on there, whatever came of the work. */
  private void off(Supplier<List<SessionEvent>> work, Consumer<List<SessionEvent>> then) {
    if (atWork++ == 0) {
      idle = new CompletableFuture<>();
    }
    Thread.ofVirtual()
        .name("observe " + id)
        .start(
            () -> {
              List<SessionEvent> seen;
              try {
                seen = work.get();
              } catch (RuntimeException | Error failed) {
                LOG.error("The worktree of {} could not be looked at.", id, failed);
                seen =
                    List.of(
                        new Noted(Level.WARNING, "The changes could not be read: " + failed, null));
              }
              List<SessionEvent> result = seen;
              mailbox.execute(
                  () -> {
                    try {
                      then.accept(result);
                    } finally {
                      if (--atWork == 0) {
                        idle.complete(null);
                      }
                    }
                  });
            });
  }
}
