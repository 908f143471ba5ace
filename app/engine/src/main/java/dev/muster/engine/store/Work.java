package dev.muster.engine.store;

import dev.muster.engine.event.ConversationEvent;
import dev.muster.engine.event.ConversationEvent.MessageAdded;
import dev.muster.engine.event.ConversationEvent.ThoughtAdded;
import dev.muster.engine.event.LifeEvent;
import dev.muster.engine.event.OutcomeEvent;
import dev.muster.engine.event.OutcomeEvent.Noted;
import dev.muster.engine.event.PermissionEvent;
import dev.muster.engine.event.Recorded;
import dev.muster.engine.event.ReviewEvent;
import dev.muster.engine.event.SessionEvent;
import dev.muster.engine.event.SessionId;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** What waits for the writer. */
sealed interface Work {
  /** About how many bytes it holds while it waits. */
  long weight();

  /** Whether it should not wait for others to share its commit. */
  boolean urgent();

  /** How many rows it writes. */
  int rows();

  /** Tells whoever waits that it was not written. */
  void fail(JournalException why);

  /** An event in the form it is stored in. */
  record Draft(Instant at, int turn, SessionEvent event, String kind, String body) {}

  /**
   * Events of one session that become neighbours, all or none.
   *
   * @param past whether it all happened long ago, so that it can be appended again
   */
  record Append(
      SessionId session, boolean past, List<Draft> drafts, CompletableFuture<List<Recorded>> done)
      implements Work {
    @Override
    public long weight() {
      long sum = 0;
      for (Draft draft : drafts) {
        sum += 200 + draft.body().length();
      }
      return sum;
    }

    @Override
    public boolean urgent() {
      return false;
    }

    @Override
    public int rows() {
      return drafts.size();
    }

    @Override
    public void fail(JournalException why) {
      done.completeExceptionally(why);
    }

    /** Whether a power cut must not take it back: what a person said, and what became of work. */
    boolean decisive() {
      if (past) {
        return false;
      }
      for (Draft draft : drafts) {
        boolean decisive =
            switch (draft.event()) {
              case MessageAdded _, ThoughtAdded _, Noted _ -> false;
              case ConversationEvent _,
                  LifeEvent _,
                  PermissionEvent _,
                  OutcomeEvent _,
                  ReviewEvent _ ->
                  true;
              default -> false;
            };
        if (decisive) {
          return true;
        }
      }
      return false;
    }
  }

  /** Something else that only the writer may do, inside its transaction. */
  record Task<T>(Action<T> action, CompletableFuture<T> done, boolean urgent) implements Work {
    @Override
    public long weight() {
      return 200;
    }

    @Override
    public int rows() {
      return 1;
    }

    @Override
    public void fail(JournalException why) {
      done.completeExceptionally(why);
    }
  }

  /** A change of the database. */
  @FunctionalInterface
  interface Action<T> {
    T run(Connection connection) throws SQLException;
  }
}
