package dev.muster.engine.host;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One stream being read to its end on one platform daemon thread. */
final class Reading {
  private static final int CHUNK = 16 << 10;

  private final InputStream from;
  private final Consumer<byte[]> to;
  private final Runnable atEnd;

  /**
   * @param atEnd called after the last piece, however the reading ended
   */
  Reading(InputStream from, Consumer<byte[]> to, Runnable atEnd) {
    this.from = from;
    this.to = to;
    this.atEnd = atEnd;
  }

  CompletableFuture<Void> start(String thread) {
    var done = new CompletableFuture<Void>();
    Thread.ofPlatform()
        .daemon()
        .name(thread)
        .start(
            () -> {
              var failure = read();
              if (failure == null) {
                done.complete(null);
              } else {
                done.completeExceptionally(failure);
              }
            });
    return done;
  }

  private @Nullable Throwable read() {
    Throwable failure = null;
    var buffer = new byte[CHUNK];
    try (from) {
      for (int n; (n = from.read(buffer)) >= 0; ) {
        if (n == 0 || failure != null) {
          continue; // keep reading for the command's sake
        }
        try {
          to.accept(Arrays.copyOf(buffer, n));
        } catch (RuntimeException | Error e) {
          failure = e;
        }
      }
    } catch (IOException e) {
      // "Stream closed" is how a reader learns that its process was ended by force.
      if (failure == null) {
        failure = e;
      }
    }
    try {
      atEnd.run();
    } catch (RuntimeException | Error e) {
      failure = failure == null ? e : failure;
    }
    return failure;
  }
}
