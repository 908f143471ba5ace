package dev.muster.engine.session;

import dev.muster.engine.event.SessionEvent;
import dev.muster.engine.event.SessionId;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** What a review needs of sessions, beside what everybody may do with them. Any thread. */
public interface ReviewAccess {
  /**
   * Stores what a person did with a session's changes. A session that is over takes it, too.
   *
   * @return done when it is stored
   */
  CompletableFuture<Void> record(SessionId id, List<? extends SessionEvent> events);

  /**
   * Sends what a review said to the agent, as {@link Fleet#prompt}, under an id that is known
   * before.
   */
  CompletableFuture<Void> review(SessionId id, String promptId, String text, Fleet.Way way);

  /**
   * Makes a session that starts from another one's files as they are now, and queues it.
   *
   * @param spec what it is to do; where it starts from is not looked at
   */
  CompletableFuture<SessionId> beside(SessionId id, SessionSpec spec);

  /**
   * Does something with a session's worktree while no turn runs: none begins until it is done, and
   * what changed is looked at afterwards. The work runs on a virtual thread and may block.
   *
   * @return what came of it; fails with a sentence when the session is at work or has no worktree
   */
  <T> CompletableFuture<T> atRest(SessionId id, FilesWork<T> work);

  /** See {@link Fleet#points}. */
  CompletableFuture<List<RewindPoint>> points(SessionId id);

  /** See {@link Fleet#rewind}. */
  CompletableFuture<Void> rewind(SessionId id, int turn);

  /** See {@link Fleet#forward}. */
  CompletableFuture<Void> forward(SessionId id);

  /** Something done in a worktree. */
  interface FilesWork<T> {
    T run(SessionSnapshot session) throws FleetException;
  }
}
