package dev.muster.engine.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says which Muster owns a data folder: one at a time. The system's file lock decides; it ends with
 * the process, so the lock of a dead one never prevents a start. Who owns it stands in a file
 * beside the lock.
 */
public final class OwnerLock implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OwnerLock.class);

  private final FileChannel channel;
  private final FileLock lock;
  private final Path ownerFile;

  private OwnerLock(FileChannel channel, FileLock lock, Path ownerFile) {
    this.channel = channel;
    this.lock = lock;
    this.ownerFile = ownerFile;
  }

  /**
   * A running Muster.
   *
   * @param startedAt start instant of its process; null where the platform does not tell
   */
  public record Owner(long pid, @Nullable Instant startedAt) {
    /** Whether this very process runs, and not another one with its pid. */
    public boolean alive() {
      Optional<ProcessHandle> handle = ProcessHandle.of(pid).filter(ProcessHandle::isAlive);
      return handle.isPresent() && sameInstant(startedAt, startOf(handle.get()));
    }

    private static boolean sameInstant(@Nullable Instant recorded, @Nullable Instant seen) {
      return recorded == null || seen == null || recorded.equals(seen);
    }
  }

  /** What came of an attempt to own the folder. */
  public sealed interface Outcome {
    /** It is ours until {@link OwnerLock#close()} or the end of the process. */
    record Taken(OwnerLock lock) implements Outcome {}

    /**
     * Another Muster has it.
     *
     * @param owner which one; null when it has not said so yet
     */
    record Held(@Nullable Owner owner) implements Outcome {}
  }

  /**
   * Tries to own the data folder, whose folders must have been made. Does not wait.
   *
   * @throws StoreException when the lock file cannot be made or written
   */
  public static Outcome take(DataFolder folder) throws StoreException {
    Path lockFile = folder.lock();
    Path ownerFile = ownerFile(folder);
    // POSIX gives up a process's lock on a file when it closes any channel to it, so this process
    // must not open the lock file again while it owns the folder.
    Owner before = readOwner(ownerFile);
    Owner self = self();
    if (before != null && before.equals(self)) {
      return new Outcome.Held(before);
    }
    try {
      OwnerOnly.createFile(lockFile);
      FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.WRITE);
      FileLock lock = tryLock(channel);
      if (lock == null) {
        channel.close();
        return new Outcome.Held(before != null && before.alive() ? before : null);
      }
      try {
        String text = self.pid() + " " + (self.startedAt() == null ? "?" : self.startedAt()) + "\n";
        OwnerOnly.replace(ownerFile, text.getBytes(StandardCharsets.UTF_8));
      } catch (IOException failed) {
        channel.close();
        throw failed;
      }
      return new Outcome.Taken(new OwnerLock(channel, lock, ownerFile));
    } catch (IOException failed) {
      throw new StoreException(
          "The data folder "
              + folder.data()
              + " could not be locked ("
              + OwnerOnly.reason(failed)
              + "). Nothing was changed. Make it writable, or set "
              + DataFolder.HOME_VARIABLE
              + " to a folder on a local disk.",
          failed);
    }
  }

  /** Who owns the folder now, if somebody who lives does. Blocks for a moment. */
  public static Optional<Owner> owner(DataFolder folder) {
    return Optional.ofNullable(readOwner(ownerFile(folder))).filter(Owner::alive);
  }

  /** Gives the folder free. Idempotent. */
  @Override
  public void close() {
    if (!channel.isOpen()) {
      return;
    }
    try {
      Files.deleteIfExists(ownerFile);
      lock.release();
      channel.close();
    } catch (IOException failed) {
      // The system frees the lock when the process ends; nobody waits for it before.
      LOG.warn("The lock of the data folder could not be released: {}", failed.toString());
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (java.nio.channels.OverlappingFileLockException ownedByThisProcess) {
      return null;
    }
  }

  private static Owner self() {
    return new Owner(ProcessHandle.current().pid(), startOf(ProcessHandle.current()));
  }

  private static @Nullable Instant startOf(ProcessHandle handle) {
    return handle.info().startInstant().orElse(null);
  }

  private static Path ownerFile(DataFolder folder) {
    return folder.data().resolve("muster.owner");
  }

  private static @Nullable Owner readOwner(Path file) {
    try {
      String[] words = Files.readString(file).strip().split(" ");
      if (words.length != 2) {
        return null;
      }
      return new Owner(
          Long.parseLong(words[0]), words[1].equals("?") ? null : Instant.parse(words[1]));
    } catch (NoSuchFileException nobody) {
      return null;
    } catch (IOException | NumberFormatException | DateTimeParseException unreadable) {
      // The lock itself decides; without the name the outcome only says less.
      LOG.warn("{} could not be read: {}", file, unreadable.toString());
      return null;
    }
  }
}
