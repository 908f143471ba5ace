package dev.muster.engine.git;

import dev.muster.engine.host.OutputPump;
import dev.muster.engine.host.RunningProcess;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

/** Reads what one git command says until its reader has enough, so that none of it is held. */
final class GitStream {
  private static final int MAX_ERR = 64 << 10;

  /**
   * How it ended.
   *
   * @param enough whether the reader wanted no more
   */
  record Ended(boolean enough, int exit, String err) {}

  private final RunningProcess process;
  private final Predicate<byte[]> more;
  private final CompletableFuture<Void> enough = new CompletableFuture<>();

  GitStream(RunningProcess process, Predicate<byte[]> more) {
    this.process = process;
    this.more = more;
  }

  Ended read(Duration limit) throws GitException {
    var err = new ByteArrayOutputStream();
    var name = "muster-read-" + process.id().pid();
    var out = OutputPump.bytes(process.stdout(), name, this::accept);
    var errors =
        OutputPump.bytes(
            process.stderr(),
            name + "-err",
            chunk -> err.write(chunk, 0, Math.min(chunk.length, MAX_ERR - err.size())));
    try {
      var all = CompletableFuture.allOf(out, errors, process.exit());
      CompletableFuture.anyOf(enough, all).get(limit.toMillis(), TimeUnit.MILLISECONDS);
      if (enough.isDone()) {
        process.end(Duration.ZERO);
        return new Ended(true, 0, "");
      }
      return new Ended(false, process.exit().get(), err.toString(StandardCharsets.UTF_8));
    } catch (InterruptedException e) {
      process.end(Duration.ZERO);
      Thread.currentThread().interrupt();
      throw new GitException("Muster was told to stop waiting for git.", "", e);
    } catch (TimeoutException e) {
      process.end(Duration.ZERO);
      throw new GitException(
          "Git was stopped because it took longer than %d seconds.".formatted(limit.toSeconds()),
          "",
          e);
    } catch (ExecutionException e) {
      process.end(Duration.ZERO);
      throw new GitException(
          "What git said could not be taken in: %s".formatted(e.getCause()), "", e);
    }
  }

  private void accept(byte[] chunk) {
    if (!enough.isDone() && !more.test(chunk)) {
      enough.complete(null);
    }
  }
}
