package dev.muster.engine.git;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Puts another index in the place of a worktree's own by git's own locking: {@code index.lock} is
 * there, and then renamed. A lock that a killed Muster left is known again, because it is the very
 * file that was made ready beside it, and taken away; anybody else's is left alone.
 *
 * <p>Only with the worktree's lock held ({@link RepositoryLocks#worktree}).
 */
final class IndexSwap {
  private final Path index;
  private final Path lock;
  private final Path ready;

  /**
   * @param gitDir the worktree's private git folder
   */
  IndexSwap(Path gitDir) {
    this.index = gitDir.resolve("index");
    this.lock = gitDir.resolve("index.lock");
    this.ready = gitDir.resolve("muster-next-index");
  }

  /** What says that git is at work there. */
  Path lock() {
    return lock;
  }

  /** Takes away what a killed Muster left; does nothing when there is nothing. */
  void clear() throws IOException {
    if (!Files.exists(ready, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    if (isOurs()) {
      Files.delete(lock);
    }
    Files.delete(ready);
  }

  private boolean isOurs() throws IOException {
    try {
      return Files.isSameFile(lock, ready);
    } catch (NoSuchFileException none) {
      return false; // there is no lock
    }
  }

  /**
   * Puts a copy of a file there.
   *
   * @throws FileAlreadyExistsException when git is at work there; nothing was changed then
   */
  void put(Path from) throws IOException {
    clear();
    try {
      // With its time: by that git tells which entries are too young to be trusted.
      Files.copy(from, ready, StandardCopyOption.COPY_ATTRIBUTES);
      take();
      try {
        Files.move(lock, index, StandardCopyOption.ATOMIC_MOVE);
      } catch (IOException e) {
        Files.deleteIfExists(lock);
        throw e;
      }
    } finally {
      clear();
    }
  }

  private void take() throws IOException {
    try {
      Files.createLink(lock, ready);
    } catch (FileAlreadyExistsException busy) {
      throw busy;
    } catch (UnsupportedOperationException | FileSystemException noLinks) {
      Files.copy(ready, lock, StandardCopyOption.COPY_ATTRIBUTES);
    }
  }
}
