package dev.muster.engine.agent.claude;

import dev.muster.engine.agent.AgentLaunch.Spent;
import dev.muster.engine.agent.WorkClock;
import dev.muster.engine.event.Limits;
import dev.muster.engine.event.TurnEvent.End;
import dev.muster.engine.event.TurnEvent.TurnEnded;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Ends a turn at the session's limits of tokens and time; the limit of money is the CLI's to keep.
 * Safe for any thread.
 */
final class LimitWatch {
  private final Limits limits;
  private final WorkClock clock;
  private final Consumer<TurnEnded> reached;
  private long tokens;
  private long turn;
  private boolean told;
  private boolean closed;

  /**
   * @param spent what the session has used before
   * @param clock stands in front of the gate, because time in which a person is awaited does not
   *     count
   * @param reached told once per turn, on a thread of its own
   */
  LimitWatch(Limits limits, Spent spent, WorkClock clock, Consumer<TurnEnded> reached) {
    this.limits = limits;
    this.clock = clock;
    this.reached = reached;
    this.tokens = spent.tokens();
  }

  /** A turn begins: its time is counted anew. */
  synchronized void turnBegins() {
    turn++;
    told = false;
    clock.restart();
    if (limits.minutes() != null) {
      look(turn, Duration.ofMinutes(limits.minutes()));
    }
    if (limits.tokens() != null && tokens >= limits.tokens()) {
      tellTokens(limits.tokens());
    }
  }

  private void look(long which, Duration after) {
    CompletableFuture.delayedExecutor(after.toMillis() + 1, TimeUnit.MILLISECONDS)
        .execute(() -> lookNow(which));
  }

  private synchronized void lookNow(long which) {
    Integer minutes = limits.minutes();
    if (which != turn || closed || told || minutes == null) {
      return;
    }
    Duration left = Duration.ofMinutes(minutes).minus(clock.worked());
    if (left.isPositive()) {
      look(which, left.plusSeconds(1)); // a second more: a person may be awaited meanwhile
      return;
    }
    tell(
        "The time limit of %d minutes is reached. The work is kept; send a prompt to go on."
            .formatted(minutes));
  }

  private long counted;

  /** So many tokens were used since usage was told last; falls back when it is told. */
  synchronized void used(long untold) {
    tokens += untold >= counted ? untold - counted : untold;
    counted = untold;
    if (limits.tokens() != null && tokens >= limits.tokens() && !told) {
      tellTokens(limits.tokens());
    }
  }

  private void tellTokens(long limit) {
    tell(
        String.format(
            Locale.ROOT,
            "The token limit of %,d is reached (%,d used). The work is kept; raise the limit to go"
                + " on.",
            limit,
            tokens));
  }

  private void tell(String sentence) {
    told = true;
    Thread.ofVirtual()
        .name("claude-limit")
        .start(() -> reached.accept(new TurnEnded(End.LIMIT, sentence)));
  }

  synchronized void close() {
    closed = true;
  }
}
