package dev.muster.engine.session;

import dev.muster.engine.event.SessionId;
import dev.muster.engine.event.SessionState;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The actors of the sessions that somebody wanted something of, each with the mailbox it is reached
 * by. Safe for any thread.
 */
final class Actors {
  private static final Logger LOG = LoggerFactory.getLogger(Actors.class);
  private static final String CLOSING = "Muster is closing. Do it again when it runs.";

  /** More than the agents have to end; whoever closes Muster does not wait for ever. */
  private static final Duration LONGEST_END = Duration.ofSeconds(40);

  private final FleetParts parts;
  private final Pause pause;
  private final BiConsumer<SessionId, SessionState> moved;
  private final Map<SessionId, Actor> actors = new ConcurrentHashMap<>();

  /** Whoever makes an actor shares it; whoever ends them all has it alone. */
  private final ReentrantReadWriteLock making = new ReentrantReadWriteLock();

  private volatile boolean closing;

  private record Actor(Mailbox mailbox, LiveSession session) {}

  /** A command on the mailbox: what it returns is done when it is committed. */
  interface Command {
    CompletableFuture<?> run(LiveSession session) throws FleetException;
  }

  /**
   * @param pause holds their agents while nothing can be stored
   * @param moved told of every change of state of an actor's session, after it was appended
   */
  Actors(FleetParts parts, Pause pause, BiConsumer<SessionId, SessionState> moved) {
    this.parts = parts;
    this.pause = pause;
    this.moved = moved;
  }

  boolean closing() {
    return closing;
  }

  /** Runs a command on the session's mailbox; done when what it did is committed. */
  CompletableFuture<Void> tell(SessionId id, Command command) {
    String failure = parts.journal().failure();
    if (failure != null) {
      return CompletableFuture.failedFuture(new FleetException(failure));
    }
    CompletableFuture<Void> done = new CompletableFuture<>();
    CompletableFuture<Actor> found = Replies.blocking(() -> actor(id));
    found.whenComplete(
        (actor, missing) -> {
          if (missing != null) {
            done.completeExceptionally(missing);
          } else {
            boolean taken = actor.mailbox().offer(() -> run(id, actor.session(), command, done));
            if (!taken) {
              done.completeExceptionally(new FleetException(CLOSING));
            }
          }
        });
    return done;
  }

  private static void run(
      SessionId id, LiveSession session, Command command, CompletableFuture<Void> done) {
    try {
      command
          .run(session)
          .whenComplete(
              (result, failed) -> {
                if (failed == null) {
                  done.complete(null);
                } else {
                  done.completeExceptionally(Replies.asFleet(failed));
                }
              });
    } catch (FleetException refused) {
      done.completeExceptionally(refused);
    } catch (RuntimeException unexpected) {
      LOG.error("A command of session {} failed.", id, unexpected);
      done.completeExceptionally(Replies.asFleet(unexpected));
    }
  }

  private Actor actor(SessionId id) throws FleetException {
    Actor there = actors.get(id);
    if (there != null) {
      return there;
    }
    if (id.isImported()) {
      throw new FleetException(
          "This conversation was imported: here it can be read and searched. A new session can go"
              + " on with it: muster run --fork "
              + id
              + " \"what to do next\"");
    }
    making.readLock().lock();
    try {
      if (closing) {
        throw new FleetException(CLOSING);
      }
      Actor made = actors.computeIfAbsent(id, this::made);
      if (made == null) {
        throw new FleetException("There is no session " + id + ".");
      }
      return made;
    } finally {
      making.readLock().unlock();
    }
  }

  private @org.jspecify.annotations.Nullable Actor made(SessionId id) {
    SessionFold fold = Stories.replay(parts.journal(), id);
    if (fold == null) {
      return null;
    }
    Mailbox mailbox = new Mailbox("session " + id);
    SessionLog log =
        new SessionLog(
            id, parts.journal(), parts.clock(), fold, (from, to) -> moved.accept(id, to));
    LiveSession session = new LiveSession(id, parts, pause, mailbox, log);
    mailbox.execute(session::takeUp);
    return new Actor(mailbox, session);
  }

  /** Has something done on the mailbox of each. */
  void each(BiConsumer<SessionId, LiveSession> what) {
    actors.forEach((id, a) -> a.mailbox().execute(() -> what.accept(id, a.session())));
  }

  /** The same without their ids. */
  void each(Consumer<LiveSession> what) {
    each((id, session) -> what.accept(session));
  }

  /** It is over, and that is stored: nothing of it is kept at hand. */
  void forget(SessionId id) {
    actors.remove(id);
  }

  /**
   * Ends every agent; no actor is made any more, and none does anything after this. Blocks;
   * idempotent.
   */
  void close() {
    making.writeLock().lock();
    try {
      if (closing) {
        return;
      }
      closing = true;
    } finally {
      making.writeLock().unlock();
    }
    CompletableFuture<?>[] ends =
        actors.values().stream().map(Actors::end).toArray(CompletableFuture[]::new);
    try {
      CompletableFuture.allOf(ends).orTimeout(LONGEST_END.toSeconds(), TimeUnit.SECONDS).join();
    } catch (CompletionException late) {
      LOG.error("Not every session ended; what is left is found at the next start.", late);
      actors.values().forEach(actor -> actor.mailbox().shut(() -> {}));
    }
  }

  /**
   * Done when nothing more comes through its mailbox: what a task uses, the timer and the journal,
   * may be closed only after that.
   */
  private static CompletableFuture<Void> end(Actor actor) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    actor.session().shutDown().thenRun(() -> actor.mailbox().shut(() -> done.complete(null)));
    return done;
  }
}
