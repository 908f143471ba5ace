package dev.muster.engine.agent.wire;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends an agent's program, once: its turn is interrupted and may have a last word, then the program
 * ends by itself or is ended, and its exit is told. Never waits for ever. Safe for any thread.
 */
public final class OrderlyEnd {
  private static final Logger LOG = LoggerFactory.getLogger(OrderlyEnd.class);
  private static final Duration LAST_WORD = Duration.ofSeconds(3);

  private final Duration byItself;
  private final Duration untilTold;
  private final CompletableFuture<Void> idle = new CompletableFuture<>();
  private final CompletableFuture<Void> told = new CompletableFuture<>();
  private volatile boolean begun;

  /**
   * Not begun.
   *
   * @param byItself how long the program may take to end when its input is closed
   * @param untilTold how long the telling of its exit is waited for
   */
  public OrderlyEnd(Duration byItself, Duration untilTold) {
    this.byItself = byItself;
    this.untilTold = untilTold;
  }

  /** Whether it has begun: what the program says of its end is then as it was told to. */
  public boolean begun() {
    return begun;
  }

  /** Begins without waiting for anything. */
  public void begin() {
    begun = true;
  }

  /** A turn is over. */
  public void turnOver() {
    if (begun) {
      idle.complete(null);
    }
  }

  /** The program is gone; no turn will end any more. */
  public void exited() {
    idle.complete(null);
  }

  /** The listener has heard that it is gone. */
  public void exitTold() {
    told.complete(null);
  }

  /**
   * Ends it. Blocks, some seconds at the most; idempotent.
   *
   * @param interrupt has the running turn end
   */
  public void end(TurnKeeper turns, Runnable interrupt, RpcProcess process) {
    if (begun) {
      return;
    }
    begun = true;
    if (turns.running()) {
      interrupt.run();
      try {
        idle.get(LAST_WORD.toMillis(), TimeUnit.MILLISECONDS);
      } catch (TimeoutException | ExecutionException silent) {
        LOG.debug("It does not end its turn; it is ended with it.", silent);
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
      }
    }
    turns.shut();
    process.wire().close(byItself);
    told.completeOnTimeout(null, untilTold.toSeconds(), TimeUnit.SECONDS).join();
  }
}
