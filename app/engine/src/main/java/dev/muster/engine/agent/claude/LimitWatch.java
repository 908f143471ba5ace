package dev.muster.engine.agent.claude;

import dev.muster.engine.agent.AgentLaunch.Spent;
import dev.muster.engine.agent.Gate;
import dev.muster.engine.event.Limits;
import dev.muster.engine.event.PermissionMode;
import dev.muster.engine.event.TurnEvent.End;
import dev.muster.engine.event.TurnEvent.TurnEnded;
import dev.muster.engine.policy.ActionRequest;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Ends a turn at the session's limits of tokens and time; the limit of money is the CLI's to keep.
 * It stands in front of the gate, because time in which a person is awaited does not count. Safe
 * for any thread.
 */
final class LimitWatch implements Gate {
  private final Limits limits;
  private final Gate gate;
  private final Consumer<TurnEnded> reached;
  private long tokens;
  private long turn;
  private long startedNanos;
  private long waitedNanos;
  private long waitingSince;
  private int waiting;
  private boolean told;
  private boolean closed;

  /**
   * @param spent what the session has used before
   * @param reached told once per turn, on a thread of its own
   */
  LimitWatch(Limits limits, Spent spent, Gate gate, Consumer<TurnEnded> reached) {
    this.limits = limits;
    this.gate = gate;
    this.reached = reached;
    this.tokens = spent.tokens();
  }

  /** A turn begins: its time is counted anew. */
  synchronized void turnBegins() {
    turn++;
    told = false;
    startedNanos = System.nanoTime();
    waitedNanos = 0;
    waitingSince = startedNanos;
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
    long now = System.nanoTime();
    long waited = waitedNanos + (waiting > 0 ? now - waitingSince : 0);
    Duration left = Duration.ofMinutes(minutes).minusNanos(now - startedNanos - waited);
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

  // --- the gate ---

  @Override
  public PermissionMode mode() {
    return gate.mode();
  }

  @Override
  public CompletableFuture<Decision> request(ActionRequest action, List<Choice> choices) {
    return watched(gate.request(action, choices));
  }

  @Override
  public CompletableFuture<@Nullable String> ask(
      String questionId, String text, List<String> options, boolean several) {
    return watched(gate.ask(questionId, text, options, several));
  }

  @Override
  public void withdraw(String requestOrQuestionId) {
    gate.withdraw(requestOrQuestionId);
  }

  private <T extends @Nullable Object> CompletableFuture<T> watched(CompletableFuture<T> future) {
    if (!future.isDone()) {
      began();
      future.whenComplete((_, _) -> ended());
    }
    return future;
  }

  private synchronized void began() {
    if (waiting++ == 0) {
      waitingSince = System.nanoTime();
    }
  }

  private synchronized void ended() {
    if (--waiting == 0) {
      waitedNanos += System.nanoTime() - waitingSince;
    }
  }
}
