package dev.muster.engine.agent;

import dev.muster.engine.event.PermissionMode;
import dev.muster.engine.policy.ActionRequest;
import dev.muster.engine.policy.HiddenFiles;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Measures the working time of a turn: time in which a person is awaited does not count. It stands
 * in front of the gate to know when that is. Safe for any thread.
 */
public final class WorkClock implements Gate {
  private final Gate gate;
  private long startedNanos = System.nanoTime();
  private long waitedNanos;
  private long waitingSince;
  private int waiting;

  /** In front of this gate. */
  public WorkClock(Gate gate) {
    this.gate = gate;
  }

  /** A turn begins. */
  public synchronized void restart() {
    startedNanos = System.nanoTime();
    waitedNanos = 0;
    waitingSince = startedNanos;
  }

  /** Working time since the turn began. */
  public synchronized Duration worked() {
    long now = System.nanoTime();
    long waited = waitedNanos + (waiting > 0 ? now - waitingSince : 0);
    return Duration.ofNanos(now - startedNanos - waited);
  }

  @Override
  public PermissionMode mode() {
    return gate.mode();
  }

  @Override
  public HiddenFiles hidden() {
    return gate.hidden();
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
