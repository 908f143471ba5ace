package dev.muster.engine.session;

import dev.muster.engine.agent.AgentLaunch;
import dev.muster.engine.agent.AgentListener.TailKind;
import dev.muster.engine.event.Attachment;
import dev.muster.engine.event.ClosedAs;
import dev.muster.engine.event.LifeEvent.SessionCreated;
import dev.muster.engine.event.OutcomeEvent.Level;
import dev.muster.engine.event.OutcomeEvent.Noted;
import dev.muster.engine.event.PermissionMode;
import dev.muster.engine.event.PromptOrigin;
import dev.muster.engine.event.Recorded;
import dev.muster.engine.event.SessionEvent;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.event.SessionState;
import dev.muster.engine.store.SessionRow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The fleet of a running Muster. What it shows is folded from what the journal has committed; what
 * it does goes through the actors of the sessions, each with a mailbox of its own.
 */
public final class LiveFleet implements Fleet, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LiveFleet.class);
  private static final int SILENCE_LOOK_SECONDS = 30;
  private static final int LOAD_LOOK_SECONDS = 4;

  /** More than the agents have to end; whoever closes Muster does not wait for ever. */
  private static final Duration LONGEST_END = Duration.ofSeconds(40);

  private final FleetParts parts;
  private final Board board = new Board(this::abandon, this::forget);
  private final Map<SessionId, Actor> actors = new ConcurrentHashMap<>();
  private final Set<SessionId> leftAlone = ConcurrentHashMap.newKeySet();
  private final LoadWatch loads = new LoadWatch((id, load) -> board.tell(l -> l.load(id, load)));
  private final SlotQueue queue;
  private dev.muster.engine.store.@Nullable Subscription subscription;
  private volatile boolean closing;

  /** A session's actor with the mailbox it is reached by. */
  private record Actor(Mailbox mailbox, LiveSession session) {}

  /** A command on the mailbox: what it returns is done when it is committed. */
  interface Command {
    CompletableFuture<?> run(LiveSession session) throws FleetException;
  }

  public LiveFleet(FleetParts parts) {
    this.parts = parts;
    this.queue =
        new SlotQueue(
            parts.slots(), this::startNext, slots -> board.tell(l -> l.queueChanged(slots)));
  }

  /** Opens it, and takes the queue up: see {@link #open(boolean)}. */
  public void open() {
    open(true);
  }

  /**
   * Takes up where the journal ends: sessions that were at work when Muster died are marked as
   * lost, queued ones wait again. Blocks while it reads; call once.
   *
   * @param takesUpQueue false to leave queued sessions as they are until they are started by name
   */
  public void open(boolean takesUpQueue) {
    List<SessionId> halfway = new ArrayList<>();
    for (SessionRow row : parts.journal().openSessions()) {
      if (row.state() != SessionState.CLOSED) {
        SessionFold fold = replay(parts, row.id());
        if (fold != null) {
          List<SessionEvent> lost = Recovery.events(fold);
          if (!lost.isEmpty()) {
            parts.journal().appendAll(row.id(), fold.turn(), lost).join().forEach(fold::apply);
          }
          board.put(row.id(), fold);
          if (fold.rewinds().begun() != null) {
            halfway.add(row.id());
          }
        }
      }
    }
    subscription = parts.journal().subscribeAll(parts.journal().position(), board);
    halfway.forEach(this::takeUp);
    board.all().stream()
        .filter(s -> s.state() == SessionState.QUEUED)
        .sorted(Comparator.comparing(SessionSnapshot::stateSince))
        .forEach(
            s -> {
              if (takesUpQueue) {
                queue.enqueue(s.id(), false);
              } else {
                leftAlone.add(s.id());
              }
            });
    parts
        .timer()
        .scheduleWithFixedDelay(
            this::lookForSilence, SILENCE_LOOK_SECONDS, SILENCE_LOOK_SECONDS, TimeUnit.SECONDS);
    parts
        .timer()
        .scheduleWithFixedDelay(
            this::lookAtLoads, LOAD_LOOK_SECONDS, LOAD_LOOK_SECONDS, TimeUnit.SECONDS);
  }

  /** Its actor brings to an end what it finds begun, before anything else. */
  private void takeUp(SessionId id) {
    withActor(id, session -> CompletableFuture.completedFuture(null))
        .exceptionally(
            failure -> {
              LOG.error("What was begun with the files of {} was not taken up.", id, failure);
              return null;
            });
  }

  private static @Nullable SessionFold replay(FleetParts parts, SessionId id) {
    SessionFold[] fold = new SessionFold[1];
    parts
        .journal()
        .replay(
            id,
            recorded -> {
              if (fold[0] == null) {
                fold[0] =
                    recorded.event() instanceof SessionCreated ? new SessionFold(recorded) : null;
              } else {
                fold[0].apply(recorded);
              }
            });
    if (fold[0] == null) {
      LOG.warn("Session {} has no beginning in the journal and is not shown.", id);
    }
    return fold[0];
  }

  // ---- what is shown --------------------------------------------------------------------------

  /** Where the actors send streaming text; give it to {@link FleetParts#tails()}. */
  public static Tails tailsTo(java.util.function.Supplier<LiveFleet> fleet) {
    return new Tails() {
      @Override
      public void tail(SessionId session, String id, TailKind kind, String delta) {
        fleet.get().board.tell(l -> l.tail(session, id, kind, delta));
      }

      @Override
      public void dropped(SessionId session, String id) {
        fleet.get().board.tell(l -> l.tailDropped(session, id));
      }
    };
  }

  @Override
  public List<SessionSnapshot> sessions() {
    return board.all();
  }

  @Override
  public Optional<SessionSnapshot> session(SessionId id) {
    return board.one(id);
  }

  @Override
  public FleetListener.Slots slots() {
    return queue.slots();
  }

  /** The number of slots was changed: starts whom it allows. */
  public void slotsChanged() {
    queue.next();
  }

  @Override
  public Subscription subscribe(FleetListener listener) {
    return board.subscribe(listener);
  }

  // ---- making sessions ------------------------------------------------------------------------

  @Override
  public CompletableFuture<SessionId> create(SessionSpec spec) {
    return Replies.blocking(
        () -> {
          SessionId id = new NewSession(parts).store(spec);
          queue.enqueue(id, spec.first());
          return id;
        });
  }

  @Override
  public CompletableFuture<SessionId> fork(
      SessionId id, String task, @Nullable PermissionMode mode) {
    return Replies.blocking(
        () -> {
          // Those that are over are not at hand.
          SessionSnapshot from =
              session(id)
                  .or(() -> Optional.ofNullable(replay(parts, id)).map(SessionFold::snapshot))
                  .orElseThrow(() -> new FleetException("There is no session " + id + "."));
          SessionId made = new NewSession(parts).store(new Fork(parts).of(from, task, mode));
          queue.enqueue(made, false);
          return made;
        });
  }

  @Override
  public CompletableFuture<SessionId> fork(
      SessionId id, int turn, String task, @Nullable PermissionMode mode) {
    return Replies.blocking(
        () -> {
          SessionSpec spec = new Fork(parts).at(story(parts, id), turn, task, mode);
          SessionId made = new NewSession(parts).store(spec);
          if (turn > 0 && !spec.options().containsKey(AgentLaunch.FORK)) {
            String told =
                "It begins with the files after turn %d of session %s, and does not know what was"
                    + " said there.";
            Replies.committed(
                parts
                    .journal()
                    .append(made, 0, new Noted(Level.INFO, told.formatted(turn, id), null)));
          }
          queue.enqueue(made, false);
          return made;
        });
  }

  /** Read from the journal, so that it is there for sessions that are over, too. Blocks. */
  static SessionFold story(FleetParts parts, SessionId id) throws FleetException {
    parts.journal().flush();
    SessionFold fold = replay(parts, id);
    if (fold == null) {
      throw new FleetException("There is no session " + id + ".");
    }
    return fold;
  }

  private void startNext(SessionId id) {
    if (closing) {
      // Its slot came free because Muster ends; it stays queued in the journal.
      return;
    }
    withActor(
            id,
            session ->
                (closing ? CompletableFuture.completedFuture(false) : session.start())
                    .thenAccept(
                        started -> {
                          if (!started) {
                            queue.free(id);
                          }
                        }))
        .exceptionally(
            failure -> {
              LOG.error("Session {} could not be started.", id, failure);
              queue.free(id);
              return null;
            });
  }

  // ---- commands -------------------------------------------------------------------------------

  @Override
  public CompletableFuture<String> prompt(
      SessionId id, String text, List<Attachment> attachments, PromptOrigin origin, Way way) {
    if (text.isBlank()) {
      return CompletableFuture.failedFuture(new FleetException("The prompt is empty."));
    }
    String promptId = LiveSession.newId();
    return withActor(id, s -> s.prompt(promptId, text, attachments, origin, way))
        .thenApply(done -> promptId);
  }

  @Override
  public CompletableFuture<Void> withdraw(SessionId id, String promptId) {
    return withActor(id, s -> s.withdraw(promptId));
  }

  @Override
  public CompletableFuture<Void> retry(SessionId id, String promptId) {
    return withActor(id, s -> s.retry(promptId));
  }

  @Override
  public CompletableFuture<Void> interrupt(SessionId id) {
    return withActor(id, LiveSession::interrupt);
  }

  @Override
  public CompletableFuture<Void> stop(SessionId id) {
    return withActor(id, s -> s.stop("You stopped it."));
  }

  @Override
  public CompletableFuture<Void> resume(SessionId id) {
    return withActor(id, LiveSession::resume);
  }

  @Override
  public CompletableFuture<Void> startNow(SessionId id) {
    boolean waits = leftAlone.remove(id);
    if (waits) {
      queue.enqueue(id, true);
    }
    return queue.startNow(id) || waits
        ? CompletableFuture.completedFuture(null)
        : CompletableFuture.failedFuture(new FleetException("This session is not in the queue."));
  }

  @Override
  public CompletableFuture<Void> close(SessionId id, ClosedAs as) {
    return withActor(id, s -> s.close(as));
  }

  @Override
  public CompletableFuture<Void> answer(
      SessionId id, String requestId, String exact, String optionId, @Nullable String note) {
    return withActor(id, s -> s.answer(requestId, exact, optionId, note));
  }

  @Override
  public CompletableFuture<Void> answerQuestion(SessionId id, String questionId, String answer) {
    return withActor(id, s -> s.answerQuestion(questionId, answer));
  }

  @Override
  public CompletableFuture<Void> setMode(SessionId id, PermissionMode mode) {
    return withActor(id, s -> s.setMode(mode));
  }

  @Override
  public CompletableFuture<Void> rename(SessionId id, String title) {
    return withActor(id, s -> s.rename(title));
  }

  /** What a review may do with sessions. */
  public ReviewAccess reviewAccess() {
    return new ReviewDoor(this, parts, this::withActor, made -> queue.enqueue(made, false));
  }

  @Override
  public CompletableFuture<List<RewindPoint>> points(SessionId id) {
    return Replies.blocking(() -> Rewinder.points(parts, id, story(parts, id)));
  }

  @Override
  public CompletableFuture<Void> rewind(SessionId id, int turn) {
    return rewound(id, turn);
  }

  @Override
  public CompletableFuture<Void> forward(SessionId id) {
    return rewound(id, null);
  }

  private CompletableFuture<Void> rewound(SessionId id, @Nullable Integer turn) {
    CompletableFuture<SessionId> done = new CompletableFuture<>();
    return withActor(
        id,
        session -> {
          session.rewind(turn, done);
          return done;
        });
  }

  @Override
  public CompletableFuture<List<Recorded>> tail(SessionId id, int count) {
    return Replies.blocking(() -> parts.journal().tail(id, count));
  }

  @Override
  public CompletableFuture<List<Recorded>> events(SessionId id, long fromSeq, int limit) {
    return Replies.blocking(() -> parts.journal().read(id, fromSeq, limit));
  }

  /** Runs a command on the session's mailbox; done when what it did is committed. */
  private CompletableFuture<Void> withActor(SessionId id, Command command) {
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
            return;
          }
          actor
              .mailbox()
              .execute(
                  () -> {
                    try {
                      command
                          .run(actor.session())
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
                  });
        });
    return done;
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
    if (closing) {
      throw new FleetException("Muster is closing.");
    }
    Actor made =
        actors.computeIfAbsent(
            id,
            missing -> {
              SessionFold fold = replay(parts, missing);
              if (fold == null) {
                return null;
              }
              Mailbox mailbox = new Mailbox("session " + missing);
              SessionLog log =
                  new SessionLog(
                      missing,
                      parts.journal(),
                      parts.clock(),
                      fold,
                      (from, to) -> stateMoved(missing, to));
              LiveSession session = new LiveSession(missing, parts, mailbox, log);
              mailbox.execute(session::takeUp);
              return new Actor(mailbox, session);
            });
    if (made == null) {
      throw new FleetException("There is no session " + id + ".");
    }
    return made;
  }

  private void stateMoved(SessionId id, SessionState to) {
    leftAlone.remove(id);
    if (to == SessionState.QUEUED) {
      queue.enqueue(id, true);
    } else if (to.takesSlot()) {
      queue.occupy(id);
    } else {
      queue.free(id);
    }
  }

  /** It is over, and that is stored: nothing of it is kept at hand. */
  private void forget(SessionId id) {
    actors.remove(id);
    loads.gone(id);
  }

  /** Nothing can be stored, so nothing may go on: agents are ended rather than run blind. */
  private void abandon(String sentence) {
    actors.values().forEach(a -> a.mailbox().execute(() -> a.session().abandon(sentence)));
  }

  private void lookForSilence() {
    actors.forEach((id, a) -> a.mailbox().execute(a.session()::lookForSilence));
  }

  private void lookAtLoads() {
    actors.forEach((id, a) -> a.mailbox().execute(() -> a.session().lookAtLoad(loads)));
  }

  /** Ends every agent; their sessions stand as stopped and can be resumed. Blocks; idempotent. */
  @Override
  public void close() {
    closing = true;
    CompletableFuture<?>[] ends =
        actors.values().stream().map(a -> a.session().shutDown()).toArray(CompletableFuture[]::new);
    try {
      CompletableFuture.allOf(ends).orTimeout(LONGEST_END.toSeconds(), TimeUnit.SECONDS).join();
    } catch (CompletionException late) {
      LOG.error("Not every session ended; what is left is found at the next start.", late);
    }
    if (parts.journal().failure() == null) {
      parts.journal().flush();
    }
    dev.muster.engine.store.Subscription owned = subscription;
    if (owned != null) {
      owned.close();
    }
  }
}
