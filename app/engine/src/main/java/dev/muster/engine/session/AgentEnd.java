package dev.muster.engine.session;

import dev.muster.engine.agent.AgentSession;
import dev.muster.engine.event.SessionId;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends agents away from the mailbox, and never waits for ever: one that does not end is left behind
 * without a voice, its processes to the host.
 */
final class AgentEnd {
  private static final Logger LOG = LoggerFactory.getLogger(AgentEnd.class);

  /** Longer than an agent may take to end in an orderly way. */
  private static final Duration LONGEST = Duration.ofSeconds(25);

  private final SessionId id;
  private final ScheduledExecutorService timer;

  AgentEnd(SessionId id, ScheduledExecutorService timer) {
    this.id = id;
    this.timer = timer;
  }

  /** Has an agent end its turn; one that cannot even be told is ended when its time is over. */
  void interrupt(AgentSession agent) {
    try {
      agent.interrupt();
    } catch (RuntimeException failure) {
      LOG.error("The agent of {} could not be interrupted.", id, failure);
    }
  }

  /**
   * Closes an attempt's agent, as soon as it is known whether it has one; done when nothing of the
   * attempt runs any more, or it has had its time.
   */
  CompletableFuture<Void> close(Attempt over) {
    return inTime(over.launched().thenCompose(launched -> close(over.agent())));
  }

  private CompletableFuture<Void> close(@Nullable AgentSession agent) {
    if (agent == null) {
      return CompletableFuture.completedFuture(null);
    }
    CompletableFuture<Void> closed = new CompletableFuture<>();
    Thread.ofVirtual()
        .name("end " + id)
        .start(
            () -> {
              try {
                agent.close();
              } catch (RuntimeException | Error failure) {
                // The attempt is over either way; its processes are in the list of leftovers.
                LOG.error("The agent of {} did not end in an orderly way.", id, failure);
              } finally {
                closed.complete(null);
              }
            });
    return closed;
  }

  /** Done when the other is, or has had its time. */
  private CompletableFuture<Void> inTime(CompletableFuture<Void> other) {
    if (other.isDone()) {
      return other;
    }
    CompletableFuture<Void> done = new CompletableFuture<>();
    ScheduledFuture<?> limit =
        timer.schedule(
            () -> {
              if (done.complete(null)) {
                LOG.error("What ran for session {} did not end in time; it is left behind.", id);
              }
            },
            LONGEST.toSeconds(),
            TimeUnit.SECONDS);
    other.whenComplete(
        (ended, failure) -> {
          limit.cancel(false);
          done.complete(null);
        });
    return done;
  }
}
