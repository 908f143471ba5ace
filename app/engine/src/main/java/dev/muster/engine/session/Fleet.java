package dev.muster.engine.session;

import dev.muster.engine.agent.AgentProfile;
import dev.muster.engine.event.Attachment;
import dev.muster.engine.event.ClosedAs;
import dev.muster.engine.event.PermissionMode;
import dev.muster.engine.event.PromptOrigin;
import dev.muster.engine.event.Recorded;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.store.Storing;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * All sessions, their slots and their queue: what a window or a command line may do with them.
 * Every method may be called from any thread, the JavaFX thread included, and returns at once. A
 * future completes when what was asked for is stored, not when it has had its effect; it fails with
 * a {@link FleetException} that says in a sentence why not.
 */
public interface Fleet {
  /** All sessions as they stand, oldest first. */
  List<SessionSnapshot> sessions();

  /** One session as it stands. */
  Optional<SessionSnapshot> session(SessionId id);

  /** The slots and the queue as they stand. */
  FleetListener.Slots slots();

  /** Whether what happens is stored at this moment; see {@link FleetListener#storing}. */
  Storing storing();

  /** While nothing is stored: tries at once whether that works again. */
  void tryStoring();

  /** Tells the listener of everything from now on. */
  Subscription subscribe(FleetListener listener);

  /** Stores a new session with its first prompt, then starts it when a slot is free. */
  CompletableFuture<SessionId> create(SessionSpec spec);

  /**
   * Stores a new session that begins with all that was said in another one and with its files as
   * they are, then starts it when a slot is free. The other one stays as it is; it may be closed. A
   * conversation that was imported has no files: there it begins with what its repository has
   * checked out. An agent that cannot begin with that conversation ({@link AgentProfile#forks()},
   * or it is not there any more) is told what was said and done, from the journal.
   *
   * @param task its first prompt
   * @param mode what it may do without asking; null for as in the other one, which for an imported
   *     one is to suggest
   */
  CompletableFuture<SessionId> fork(SessionId id, String task, @Nullable PermissionMode mode);

  /**
   * As {@link #fork(SessionId, String, PermissionMode)}, from the end of an earlier turn: with the
   * files of its checkpoint and, where the agent can ({@link AgentProfile#rewinds()}), what was
   * said until then. Where it cannot, its agent is told what was said and done until then, from the
   * journal.
   *
   * @param turn one of {@link #points}; 0 for the beginning
   */
  CompletableFuture<SessionId> fork(
      SessionId id, int turn, String task, @Nullable PermissionMode mode);

  /**
   * Stores a new session that takes after another one (its first prompt again, or a new task with a
   * summary of what was said and done), then starts it when a slot is free.
   */
  CompletableFuture<SessionId> after(Successor successor);

  /**
   * How any session, also one that is over or was imported, would be gone on with. Reads the
   * journal for those that are over; {@link Continuation#of} says it at once of a snapshot.
   */
  CompletableFuture<Continuation> continuation(SessionId id);

  /**
   * The sessions that stand as lost, and what of them is safe: what a person has to decide after a
   * crash. Each goes on with {@link #resume}, or is left with {@link #stop}.
   */
  CompletableFuture<RecoveryReport> recovery();

  /**
   * What was said and done in any session, as an agent is told it that does not remember it.
   *
   * @param turn until whose end; null for where the session stands
   */
  CompletableFuture<Account> account(SessionId id, @Nullable Integer turn);

  /**
   * The points that a session can be taken to, or that a new one can begin with, oldest first: the
   * beginning and the end of each turn. One that is over has them, too. A rewind that was begun
   * comes to its end first.
   */
  CompletableFuture<List<RewindPoint>> points(SessionId id);

  /**
   * Takes a session that is at rest back to the end of a turn: its files, its branch and, where the
   * agent can ({@link AgentProfile#rewinds()}), the conversation; an agent that cannot is told with
   * the next prompt. Ignored files are left alone. What was there is kept first, under {@code
   * refs/muster/<session>/rewind/<number>}.
   *
   * @param turn one of {@link #points}; 0 for the beginning
   * @return done when the files are there and that is stored
   */
  CompletableFuture<Void> rewind(SessionId id, int turn);

  /**
   * Takes the last rewind back, and the one before it when it is called again, as long as no turn
   * has begun since: {@link SessionSnapshot#rewound()}.
   */
  CompletableFuture<Void> forward(SessionId id);

  /**
   * Says something to a session. In a turn it steers, waits for the end of the turn, or interrupts,
   * as {@code way} says; in a session that is ready, stopped, failed or lost it starts the next
   * turn, resuming the agent where that is needed.
   *
   * @return the prompt's id
   */
  CompletableFuture<String> prompt(
      SessionId id, String text, List<Attachment> attachments, PromptOrigin origin, Way way);

  /** Takes a waiting prompt back; it stays in the journal as withdrawn. */
  CompletableFuture<Void> withdraw(SessionId id, String promptId);

  /** Sends a failed prompt again. */
  CompletableFuture<Void> retry(SessionId id, String promptId);

  /** Ends the running turn and keeps the agent for the next prompt. */
  CompletableFuture<Void> interrupt(SessionId id);

  /** Ends the agent; the session can be resumed. A queued session leaves the queue. */
  CompletableFuture<Void> stop(SessionId id);

  /** Goes on where the journal ends: waiting prompts are sent, else the agent waits for one. */
  CompletableFuture<Void> resume(SessionId id);

  /** Starts a queued session although no slot is free, or before others. */
  CompletableFuture<Void> startNow(SessionId id);

  /**
   * Ends the session for good. Its worktree goes by a plan that loses no work: what was there is
   * kept under {@code refs/muster/archive/<session>} first.
   */
  CompletableFuture<Void> close(SessionId id, ClosedAs as);

  /**
   * Answers a request. Refused when it is no longer open or {@code exact} is not its exact text.
   */
  CompletableFuture<Void> answer(
      SessionId id, String requestId, String exact, String optionId, @Nullable String note);

  /** Answers a question. Refused when it is no longer open. */
  CompletableFuture<Void> answerQuestion(SessionId id, String questionId, String answer);

  /** Changes the permission mode, for the running turn as well. */
  CompletableFuture<Void> setMode(SessionId id, PermissionMode mode);

  /** Gives a session another title. */
  CompletableFuture<Void> rename(SessionId id, String title);

  /** The last {@code count} events of a session, in order. */
  CompletableFuture<List<Recorded>> tail(SessionId id, int count);

  /** Events of a session from a sequence number on, at most {@code limit}, in order. */
  CompletableFuture<List<Recorded>> events(SessionId id, long fromSeq, int limit);

  /** How a prompt meets a running turn. */
  enum Way {
    /** Into the running turn where the agent can, else after it. */
    STEER,
    /** After the running turn. */
    QUEUE,
    /** The running turn is interrupted, then this is sent. */
    INTERRUPT
  }

  /** Ends a subscription when closed; idempotent. */
  interface Subscription extends AutoCloseable {
    @Override
    void close();
  }
}
