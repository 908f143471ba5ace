package dev.muster.engine.review;

import dev.muster.engine.event.ReviewEvent.Place;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.session.FleetException;
import dev.muster.engine.store.Masking;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Keeps comments while they are typed, so that neither a closed window nor a restart loses one: a
 * small file in each session's folder. They are no part of the session's story before they are
 * added.
 *
 * <p>Methods may be called from any thread and return at once; a future fails with a {@link
 * FleetException} whose message is a sentence. What is kept later replaces what was kept before.
 */
public final class UnsavedComments {
  private static final Logger LOG = LoggerFactory.getLogger(UnsavedComments.class);
  private static final String NAME = "unsaved-comments.json";
  private static final int MOST = 100;
  private static final int LONGEST = 20_000;
  private static final long MOST_BYTES = 16L << 20;

  /** The form of the file. */
  private record Kept(List<UnsavedComment> comments) {}

  private final Function<SessionId, Path> folders;
  private final Masking masking;
  private final JsonMapper json = JsonMapper.builder().build();
  private final Object lock = new Object();

  /** Done when all that was asked for is; never fails. Guarded by {@link #lock}. */
  private CompletableFuture<?> last = CompletableFuture.completedFuture(true);

  /**
   * @param folders makes and names a session's folder; may block
   */
  public UnsavedComments(Function<SessionId, Path> folders, Masking masking) {
    this.folders = folders;
    this.masking = masking;
  }

  /** What was kept last, in order; empty when there is none, or none that can be read. */
  public CompletableFuture<List<UnsavedComment>> read(SessionId id) {
    return inOrder(() -> readNow(folders.apply(id).resolve(NAME)));
  }

  /**
   * Keeps these in the place of those before. Of more than a hundred the first ones are kept, of a
   * longer text than a comment may have its beginning.
   *
   * @return done when they are kept; how many that are
   */
  public CompletableFuture<Integer> keep(SessionId id, List<UnsavedComment> comments) {
    List<UnsavedComment> now = List.copyOf(comments);
    return inOrder(
        () -> {
          write(folders.apply(id).resolve(NAME), now);
          return Math.min(MOST, now.size());
        });
  }

  /** Waits until all that was asked for is on the disk. */
  public void close() {
    CompletableFuture<?> all;
    synchronized (lock) {
      all = last;
    }
    all.join();
  }

  private <T> CompletableFuture<T> inOrder(Callable<T> work) {
    synchronized (lock) {
      CompletableFuture<T> done = last.thenCompose(before -> Off.run("unsaved-comments", work));
      last = done.handle((result, failure) -> true);
      return done;
    }
  }

  private List<UnsavedComment> readNow(Path file) throws FleetException {
    try {
      if (Files.size(file) > MOST_BYTES) {
        return aside(file, null);
      }
      List<UnsavedComment> found = new ArrayList<>();
      for (UnsavedComment comment :
          json.readValue(Files.readAllBytes(file), Kept.class).comments()) {
        if (comment.key() != null && comment.text() != null && found.size() < MOST) {
          found.add(comment);
        }
      }
      return List.copyOf(found);
    } catch (NoSuchFileException none) {
      return List.of();
    } catch (JacksonException | NullPointerException damaged) {
      return aside(file, damaged);
    } catch (IOException failed) {
      throw new FleetException(
          "Comments that were typed before could not be read: " + failed.getMessage(), failed);
    }
  }

  /** What cannot be read is not written over. */
  private static List<UnsavedComment> aside(
      Path file, @org.jspecify.annotations.Nullable Exception damaged) throws FleetException {
    Path aside = file.resolveSibling(NAME + ".damaged");
    LOG.warn("{} cannot be read and is kept as {}.", file, aside, damaged);
    try {
      Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException failed) {
      throw new FleetException(
          "Comments that were typed before cannot be read, nor moved aside: " + failed.getMessage(),
          failed);
    }
    return List.of();
  }

  private void write(Path file, List<UnsavedComment> comments) throws FleetException {
    try {
      if (comments.isEmpty()) {
        Files.deleteIfExists(file);
        return;
      }
      List<UnsavedComment> kept = comments.stream().limit(MOST).map(this::masked).toList();
      // Not forced to the disk: this happens while one types, and only a lost machine would tell.
      Path beside = file.resolveSibling(NAME + ".new");
      Files.write(beside, json.writeValueAsBytes(new Kept(kept)));
      Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException failed) {
      throw new FleetException(
          "What you type into a comment cannot be kept: %s. It is lost when this window closes;"
                  .formatted(failed.getMessage())
              + " add the comment, or copy it.",
          failed);
    }
  }

  private UnsavedComment masked(UnsavedComment comment) {
    Place at = comment.place();
    String text = comment.text();
    return new UnsavedComment(
        comment.key(),
        comment.commentId(),
        at == null
            ? null
            : new Place(
                at.path(),
                at.side(),
                at.from(),
                at.to(),
                masking.mask(bounded(at.quoted(), Reviews.LONGEST_QUOTE)),
                at.blob()),
        masking.mask(bounded(text, LONGEST)));
  }

  private static String bounded(String text, int most) {
    return text.length() <= most ? text : text.substring(0, most);
  }
}
