package dev.muster.engine.review;

import dev.muster.engine.session.FleetException;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Runs what blocks on a virtual thread; every failure comes out as one with a sentence. */
public final class Off {
  private Off() {}

  /**
   * Runs it.
   *
   * @param thread what to call the thread
   */
  public static <T> CompletableFuture<T> run(String thread, Callable<T> work) {
    CompletableFuture<T> result = new CompletableFuture<>();
    Thread.ofVirtual()
        .name(thread)
        .start(
            () -> {
              try {
                result.complete(work.call());
              } catch (FleetException refused) {
                result.completeExceptionally(refused);
              } catch (Exception | Error failed) {
                result.completeExceptionally(sentence(failed));
              }
            });
    return result;
  }

  private static FleetException sentence(Throwable failed) {
    Throwable cause =
        failed instanceof CompletionException && failed.getCause() != null
            ? failed.getCause()
            : failed;
    if (cause instanceof FleetException known) {
      return known;
    }
    String message = cause.getMessage();
    return new FleetException(message == null ? cause.toString() : message, cause);
  }
}
