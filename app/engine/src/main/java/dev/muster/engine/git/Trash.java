package dev.muster.engine.git;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder where removed worktrees go by renaming, which is quick and can be undone, before they
 * are deleted in the background, which took 6.6 s for 246 MB. Must be on the same disk as the
 * worktrees. What is only renamed is never deleted; deleting begins with a second renaming.
 */
public final class Trash {
  private static final Logger LOG = LoggerFactory.getLogger(Trash.class);
  private static final String DOOMED = ".delete";

  private final Path folder;

  public Trash(Path folder) {
    this.folder = folder;
  }

  /** Moves a folder in. Blocks for a moment. */
  Path take(Path from, String name) throws IOException {
    return move(from, name, false);
  }

  /**
   * Throws a folder away on purpose: it is gone from its place at once, and deleted in the
   * background, by the next start if Muster ends before that. Nothing happens when it is not there.
   */
  public CompletableFuture<Void> discard(Path from, String name) throws IOException {
    return Files.exists(from, LinkOption.NOFOLLOW_LINKS)
        ? delete(List.of(move(from, name, true)))
        : CompletableFuture.completedFuture(null);
  }

  private Path move(Path from, String name, boolean doomed) throws IOException {
    Files.createDirectories(folder);
    for (int n = 1; ; n++) {
      var free = folder.resolve(n == 1 ? name : name + "-" + n);
      if (Files.exists(free) || Files.exists(doomed(free))) {
        continue;
      }
      var to = doomed ? doomed(free) : free;
      try {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        return to;
      } catch (FileAlreadyExistsException e) {
        LOG.debug("{} was taken in the meantime, the next name is tried", to);
      }
    }
  }

  /**
   * Has a folder that was moved in deleted: by {@link #delete}, or else by the next start.
   *
   * @return where it is since
   */
  Path doom(Path taken) throws IOException {
    return Files.move(taken, doomed(taken), StandardCopyOption.ATOMIC_MOVE);
  }

  /** Deletes a folder that {@link #doom} gave, in the background. */
  CompletableFuture<Void> delete(Path doomed) {
    return delete(List.of(doomed));
  }

  /**
   * The folder of a worktree that was moved in and not doomed.
   *
   * @param gitDir the private git folder that its file {@code .git} names
   */
  Optional<Path> find(Path gitDir) throws IOException {
    if (!Files.isDirectory(folder)) {
      return Optional.empty();
    }
    try (var entries =
        Files.newDirectoryStream(folder, entry -> !entry.toString().endsWith(DOOMED))) {
      for (var entry : entries) {
        var link = entry.resolve(".git");
        if (Files.isRegularFile(link, LinkOption.NOFOLLOW_LINKS) && names(link, gitDir)) {
          return Optional.of(entry);
        }
      }
    }
    return Optional.empty();
  }

  private static boolean names(Path link, Path gitDir) throws IOException {
    try {
      var text = Files.readString(link);
      return text.startsWith("gitdir: ")
          && Worktrees.real(Path.of(text.substring(8).strip())).equals(Worktrees.real(gitDir));
    } catch (InvalidPathException | CharacterCodingException other) {
      return false; // nothing that git wrote here
    }
  }

  /**
   * Goes on with deleting what an earlier run began; call once after the start. Returns at once,
   * the future completes when it is done.
   */
  public CompletableFuture<Void> sweep() {
    var doomed = new ArrayList<Path>();
    if (Files.isDirectory(folder)) {
      try (var entries = Files.newDirectoryStream(folder, "*" + DOOMED)) {
        entries.forEach(doomed::add);
      } catch (IOException e) {
        LOG.warn("The trash {} could not be read; it is tried again at the next start", folder, e);
      }
    }
    return doomed.isEmpty() ? CompletableFuture.completedFuture(null) : delete(doomed);
  }

  private static CompletableFuture<Void> delete(List<Path> folders) {
    var done = new CompletableFuture<Void>();
    Thread.ofPlatform()
        .daemon()
        .name("muster-trash")
        .start(
            () -> {
              for (var doomed : folders) {
                try {
                  Folders.delete(doomed);
                } catch (IOException e) {
                  LOG.warn(
                      "{} could not all be deleted; it is tried again at the next start",
                      doomed,
                      e);
                }
              }
              done.complete(null);
            });
    return done;
  }

  private static Path doomed(Path taken) {
    return taken.resolveSibling(taken.getFileName() + DOOMED);
  }
}
