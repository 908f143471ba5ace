package dev.muster.engine.session;

import dev.muster.engine.event.Attachment;
import dev.muster.engine.event.ClosedAs;
import dev.muster.engine.event.PermissionMode;
import dev.muster.engine.event.PromptOrigin;
import dev.muster.engine.event.Recorded;
import dev.muster.engine.event.SessionEvent;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.event.SessionState;
import dev.muster.engine.store.SessionRow;
import dev.muster.engine.store.Storing;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
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

  private final FleetParts parts;
  private final Board board = new Board(this::abandon, this::forget);
  private volatile RecoveryReport.Cause ended = RecoveryReport.Cause.PROGRAM_ENDED;
  private final Pause pause = new Pause();
  private final Actors actors;
  private final Holding holding;
  private final Making making;
  private final Set<SessionId> leftAlone = ConcurrentHashMap.newKeySet();
  private final LoadWatch loads = new LoadWatch((id, load) -> board.tell(l -> l.load(id, load)));
  private final SlotQueue queue;
  private dev.muster.engine.store.@Nullable Subscription subscription;
  private dev.muster.engine.store.@Nullable Subscription storing;

  public LiveFleet(FleetParts parts) {
    this.parts = parts;
    this.queue =
        new SlotQueue(
            parts.slots(),
            () -> !pause.holds(),
            this::startNext,
            slots -> board.tell(l -> l.queueChanged(slots)));
    this.actors = new Actors(parts, pause, this::stateMoved);
    this.holding = new Holding(parts, pause, actors, queue, board);
    this.making = new Making(parts, id -> board.one(id).orElse(null), queue::enqueue);
  }

  /** Opens it, and takes the queue up: see {@link #open(boolean, RecoveryReport.Cause)}. */
  public void open() {
    open(true, RecoveryReport.Cause.PROGRAM_ENDED);
  }

  /**
   * Takes up where the journal ends: sessions that were at work when Muster died are marked as
   * lost, queued ones wait again. Blocks while it reads; call once.
   *
   * @param takesUpQueue false to leave queued sessions as they are until they are started by name
   * @param cause what ended, if something was at work then
   */
  public void open(boolean takesUpQueue, RecoveryReport.Cause cause) {
    ended = cause;
    List<SessionId> halfway = new ArrayList<>();
    for (SessionRow row : parts.journal().openSessions()) {
      if (row.state() != SessionState.CLOSED) {
        SessionFold fold = Stories.replay(parts.journal(), row.id());
        if (fold != null) {
          List<SessionEvent> lost = Recovery.events(fold, cause);
          if (!lost.isEmpty()) {
            parts.journal().appendAll(row.id(), fold.turn(), lost).join().forEach(fold::apply);
          }
          board.put(row.id(), fold);
          if (LiveSession.isHalfway(fold.rewinds().begun() != null, fold.snapshot().worktree())) {
            halfway.add(row.id());
          }
        }
      }
    }
    subscription = parts.journal().subscribeAll(parts.journal().position(), board);
    storing = parts.journal().onStoring(holding::storing);
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
            () -> actors.each(LiveSession::lookForSilence),
            SILENCE_LOOK_SECONDS,
            SILENCE_LOOK_SECONDS,
            TimeUnit.SECONDS);
    parts
        .timer()
        .scheduleWithFixedDelay(
            () -> actors.each(session -> session.lookAtLoad(loads)),
            LOAD_LOOK_SECONDS,
            LOAD_LOOK_SECONDS,
            TimeUnit.SECONDS);
  }

  /** Its actor brings to an end what it finds begun, before anything else. */
  private void takeUp(SessionId id) {
    actors
        .tell(id, session -> CompletableFuture.completedFuture(null))
        .exceptionally(
            failure -> {
              LOG.error("What was begun with the files of {} was not taken up.", id, failure);
              return null;
            });
  }

  // ---- what is shown --------------------------------------------------------------------------

  /** Where the actors send streaming text; give it to {@link FleetParts#tails()}. */
  public static Tails tailsTo(java.util.function.Supplier<LiveFleet> fleet) {
    return Board.tailsTo(() -> fleet.get().board);
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

  /**
   * A session is taken in that was over long ago: it is read in history, not shown with those at
   * work.
   */
  public void quiet(SessionId id) {
    board.quiet(id);
  }

  /** The number of slots was changed: starts whom it allows. */
  public void slotsChanged() {
    queue.next();
  }

  @Override
  public Storing storing() {
    return parts.journal().storing();
  }

  @Override
  public void tryStoring() {
    parts.journal().tryAgain();
  }

  @Override
  public Subscription subscribe(FleetListener listener) {
    return board.subscribe(listener);
  }

  // ---- making sessions ------------------------------------------------------------------------

  @Override
  public CompletableFuture<SessionId> create(SessionSpec spec) {
    return Replies.blocking(() -> making.create(spec));
  }

  @Override
  public CompletableFuture<SessionId> fork(
      SessionId id, String task, @Nullable PermissionMode mode) {
    return Replies.blocking(() -> making.fork(id, task, mode));
  }

  @Override
  public CompletableFuture<SessionId> fork(
      SessionId id, int turn, String task, @Nullable PermissionMode mode) {
    return Replies.blocking(() -> making.fork(id, turn, task, mode));
  }

  @Override
  public CompletableFuture<SessionId> after(Successor successor) {
    return Replies.blocking(() -> making.after(successor));
  }

  @Override
  public CompletableFuture<Continuation> continuation(SessionId id) {
    return Replies.blocking(() -> making.continuation(id));
  }

  @Override
  public CompletableFuture<RecoveryReport> recovery() {
    return Replies.blocking(() -> new RecoverySurvey(parts).look(board.all(), ended));
  }

  @Override
  public CompletableFuture<Account> account(SessionId id, @Nullable Integer turn) {
    return Replies.blocking(() -> new Accounts(parts).of(id, turn));
  }

  private void startNext(SessionId id) {
    if (actors.closing()) {
      // Its slot came free because Muster ends; it stays queued in the journal.
      return;
    }
    actors
        .tell(
            id,
            session ->
                (actors.closing() ? CompletableFuture.completedFuture(false) : session.start())
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
    return actors
        .tell(id, s -> s.prompt(promptId, text, attachments, origin, way))
        .thenApply(done -> promptId);
  }

  @Override
  public CompletableFuture<Void> withdraw(SessionId id, String promptId) {
    return actors.tell(id, s -> s.withdraw(promptId));
  }

  @Override
  public CompletableFuture<Void> retry(SessionId id, String promptId) {
    return actors.tell(id, s -> s.retry(promptId));
  }

  @Override
  public CompletableFuture<Void> interrupt(SessionId id) {
    return actors.tell(id, LiveSession::interrupt);
  }

  @Override
  public CompletableFuture<Void> stop(SessionId id) {
    return actors.tell(id, s -> s.stop("You stopped it."));
  }

  @Override
  public CompletableFuture<Void> resume(SessionId id) {
    return actors.tell(id, LiveSession::resume);
  }

  @Override
  public CompletableFuture<Void> startNow(SessionId id) {
    if (pause.holds()) {
      return CompletableFuture.failedFuture(
          new FleetException("Nothing can be stored now. It starts when that works again."));
    }
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
    return actors.tell(id, s -> s.close(as));
  }

  @Override
  public CompletableFuture<Void> answer(
      SessionId id, String requestId, String exact, String optionId, @Nullable String note) {
    return actors.tell(id, s -> s.answer(requestId, exact, optionId, note));
  }

  @Override
  public CompletableFuture<Void> answerQuestion(SessionId id, String questionId, String answer) {
    return actors.tell(id, s -> s.answerQuestion(questionId, answer));
  }

  @Override
  public CompletableFuture<Void> setMode(SessionId id, PermissionMode mode) {
    return actors.tell(id, s -> s.setMode(mode));
  }

  @Override
  public CompletableFuture<Void> rename(SessionId id, String title) {
    return actors.tell(id, s -> s.rename(title));
  }

  /** What a review may do with sessions. */
  public ReviewAccess reviewAccess() {
    return new ReviewDoor(this, parts, actors::tell, made -> queue.enqueue(made, false));
  }

  @Override
  public CompletableFuture<List<RewindPoint>> points(SessionId id) {
    return Replies.blocking(
        () -> {
          SessionFold fold = Stories.of(parts.journal(), id);
          if (fold.rewinds().begun() != null && fold.snapshot().state() != SessionState.CLOSED) {
            // Where it stands is known only when what was begun has come to its end.
            Replies.committed(actors.tell(id, LiveSession::settled));
            fold = Stories.of(parts.journal(), id);
          }
          return Rewinder.points(parts, id, fold);
        });
  }

  @Override
  public CompletableFuture<Void> rewind(SessionId id, int turn) {
    return actors.tell(id, session -> session.rewound(turn));
  }

  @Override
  public CompletableFuture<Void> forward(SessionId id) {
    return actors.tell(id, session -> session.rewound(null));
  }

  @Override
  public CompletableFuture<List<Recorded>> tail(SessionId id, int count) {
    return Replies.blocking(() -> parts.journal().tail(id, count));
  }

  @Override
  public CompletableFuture<List<Recorded>> events(SessionId id, long fromSeq, int limit) {
    return Replies.blocking(() -> parts.journal().read(id, fromSeq, limit));
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
    actors.forget(id);
    loads.gone(id);
  }

  /** Nothing can be stored, so nothing may go on: agents are ended rather than run blind. */
  private void abandon(String sentence) {
    actors.each(session -> session.abandon(sentence));
  }

  /** Ends every agent; their sessions stand as stopped and can be resumed. Blocks; idempotent. */
  @Override
  public void close() {
    actors.close();
    if (parts.journal().failure() == null) {
      parts.journal().flush();
    }
    for (var owned : Arrays.asList(storing, subscription)) {
      if (owned != null) {
        owned.close();
      }
    }
  }
}
