package dev.muster.engine.git;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Does one piece of git work on a virtual thread while the caller does another. */
final class Both<T> {
  /** Work that asks git. */
  @FunctionalInterface
  interface Work<T> {
    T call() throws GitException;
  }

  private final CompletableFuture<T> result = new CompletableFuture<>();

  private Both() {}

  static <T> Both<T> inBackground(Work<T> work) {
    var both = new Both<T>();
    Thread.ofVirtual()
        .name("muster-git")
        .start(
            () -> {
              try {
                both.result.complete(work.call());
              } catch (GitException | RuntimeException e) {
                both.result.completeExceptionally(e);
              }
            });
    return both;
  }

  /** Waits for the end, well or not, so that nothing is left running. */
  void settle() {
    result.handle((value, failure) -> failure).join();
  }

  T get() throws GitException {
    try {
      return result.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new GitException("Muster was told to stop waiting for git.", "", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof GitException git) {
        throw git;
      }
      throw new IllegalStateException("git work failed", e.getCause());
    }
  }
}
