package dev.muster.bench;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javafx.application.Platform;

/** Takes a benchmark to the JavaFX thread and back. */
final class Fx {
  private Fx() {}

  /** Starts JavaFX and waits until it runs. */
  static void start() throws Exception {
    CompletableFuture<Boolean> up = new CompletableFuture<>();
    Platform.setImplicitExit(false);
    Platform.startup(() -> up.complete(true));
    up.get(60, TimeUnit.SECONDS);
  }

  /** Computes on the JavaFX thread and waits. */
  static <T> T get(Callable<T> body) throws Exception {
    CompletableFuture<T> result = new CompletableFuture<>();
    Platform.runLater(
        () -> {
          try {
            result.complete(body.call());
          } catch (Exception failed) {
            result.completeExceptionally(failed);
          }
        });
    return result.get(60, TimeUnit.SECONDS);
  }

  /** Runs on the JavaFX thread and waits. */
  static void run(Runnable body) throws Exception {
    get(
        () -> {
          body.run();
          return true;
        });
  }
}
