package dev.muster.engine;

import dev.muster.engine.event.SessionId;
import dev.muster.engine.review.Off;
import dev.muster.engine.session.FleetException;
import dev.muster.engine.store.Masking;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * Keeps what is typed to a session and not sent yet, so that neither a kill nor a restart loses it:
 * a small file in each session's folder. It is no part of the session's story before it is sent.
 *
 * <p>Methods may be called from any thread and return at once; a future fails with a {@link
 * FleetException} whose message is a sentence. What is kept later replaces what was kept before.
 */
public final class UnsentTexts {
  /** Characters kept of one text; of a longer one the beginning. */
  public static final int LONGEST = 200_000;

  private static final String NAME = "unsent-prompt.txt";
  private static final int MOST_BYTES = 4 * LONGEST;

  private final Function<SessionId, Path> folders;
  private final Masking masking;
  private final Object lock = new Object();

  /** Done when all that was asked for is; never fails. Guarded by {@link #lock}. */
  private CompletableFuture<?> last = CompletableFuture.completedFuture(true);

  /**
   * @param folders makes and names a session's folder; may block
   */
  UnsentTexts(Function<SessionId, Path> folders, Masking masking) {
    this.folders = folders;
    this.masking = masking;
  }

  /** What was kept last; empty when there is nothing. */
  public CompletableFuture<String> read(SessionId id) {
    return inOrder(() -> readNow(folders.apply(id).resolve(NAME)));
  }

  /**
   * Keeps a text in the place of the one before; an empty one takes that away. Secrets in it are
   * masked.
   *
   * @return done when it is kept; how many characters that are
   */
  public CompletableFuture<Integer> keep(SessionId id, String text) {
    String kept = text.length() <= LONGEST ? text : text.substring(0, LONGEST);
    return inOrder(
        () -> {
          write(folders.apply(id).resolve(NAME), kept);
          return kept.length();
        });
  }

  /** Waits until all that was asked for is on the disk. */
  void close() {
    CompletableFuture<?> all;
    synchronized (lock) {
      all = last;
    }
    all.join();
  }

  private <T> CompletableFuture<T> inOrder(Callable<T> work) {
    synchronized (lock) {
      CompletableFuture<T> done = last.thenCompose(before -> Off.run("unsent-texts", work));
      last = done.handle((result, failure) -> true);
      return done;
    }
  }

  private static String readNow(Path file) throws FleetException {
    try (InputStream in = Files.newInputStream(file)) {
      String text = new String(in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
      return text.length() <= LONGEST ? text : text.substring(0, LONGEST);
    } catch (NoSuchFileException none) {
      return "";
    } catch (IOException failed) {
      throw new FleetException(
          "What you typed before and did not send could not be read: %s. It is still in %s."
              .formatted(failed.getMessage(), file),
          failed);
    }
  }

  private void write(Path file, String text) throws FleetException {
    try {
      if (text.isEmpty()) {
        Files.deleteIfExists(file);
        return;
      }
      // Not forced to the disk: this happens while one types, and only a lost machine would tell.
      Path beside = file.resolveSibling(NAME + ".new");
      Files.write(beside, masking.mask(text).getBytes(StandardCharsets.UTF_8));
      Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException failed) {
      throw new FleetException(
          "What you type to this session cannot be kept: %s. It is lost when Muster ends; send it,"
                  .formatted(failed.getMessage())
              + " or copy it.",
          failed);
    }
  }
}
