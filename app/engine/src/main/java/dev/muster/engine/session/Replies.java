package dev.muster.engine.session;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Futures that fail with a sentence: what a fleet answers with. */
final class Replies {
  private Replies() {}

  /** Something that blocks and may be refused. */
  interface Blocking<T> {
    T call() throws FleetException;
  }

  /** Does it on a virtual thread. */
  static <T> CompletableFuture<T> blocking(Blocking<T> work) {
    CompletableFuture<T> result = new CompletableFuture<>();
    Thread.ofVirtual()
        .name("fleet")
        .start(
            () -> {
              try {
                result.complete(work.call());
              } catch (FleetException refused) {
                result.completeExceptionally(refused);
              } catch (RuntimeException | Error unexpected) {
                result.completeExceptionally(asFleet(unexpected));
              }
            });
    return result;
  }

  /** Waits until something appended is committed. */
  static void committed(CompletableFuture<?> append) throws FleetException {
    try {
      append.join();
    } catch (CompletionException failed) {
      throw asFleet(failed);
    }
  }

  /** The same failure as one with a sentence. */
  static FleetException asFleet(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    if (cause instanceof FleetException known) {
      return known;
    }
    String message = cause.getMessage();
    return new FleetException(message == null ? cause.toString() : message, cause);
  }
}
