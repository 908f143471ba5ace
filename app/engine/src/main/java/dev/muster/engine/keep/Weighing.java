package dev.muster.engine.keep;

import java.util.concurrent.CompletableFuture;

/** A measurement of many sessions that goes on in the background. Safe for any thread. */
public final class Weighing {
  private final CompletableFuture<DiskTotal> done = new CompletableFuture<>();
  private volatile boolean cancelled;

  Weighing() {}

  /** Stops it; what was measured stays known. Does not block. */
  public void cancel() {
    cancelled = true;
  }

  boolean cancelled() {
    return cancelled;
  }

  /** The whole when all are measured, or what was measured until it was stopped. Never fails. */
  public CompletableFuture<DiskTotal> done() {
    return done;
  }
}
