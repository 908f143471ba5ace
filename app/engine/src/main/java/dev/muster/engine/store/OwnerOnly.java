package dev.muster.engine.store;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Files and folders that only their owner can open: 0600 and 0700 where the platform has modes. */
final class OwnerOnly {
  private static final Set<PosixFilePermission> FOLDER =
      PosixFilePermissions.fromString("rwx------");
  private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");

  private OwnerOnly() {}

  /** Makes the folder and its parents; closes it to others if it is there. */
  static void createFolder(Path folder) throws IOException {
    if (!posix(folder)) {
      Files.createDirectories(folder);
      return;
    }
    Path parent = folder.getParent();
    if (parent != null && !Files.isDirectory(parent)) {
      createFolder(parent);
    }
    try {
      Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(FOLDER));
    } catch (FileAlreadyExistsException there) {
      if (!Files.isDirectory(folder)) {
        throw there;
      }
      // Fails for a folder of somebody else, which is what we want.
      if (!Files.getPosixFilePermissions(folder).equals(FOLDER)) {
        Files.setPosixFilePermissions(folder, FOLDER);
      }
    }
  }

  /** Makes the file if it is missing; closes it to others if it is there. */
  static void createFile(Path file) throws IOException {
    if (!posix(file)) {
      if (!Files.exists(file)) {
        Files.createFile(file);
      }
      return;
    }
    try {
      Files.createFile(file, fileAttributes(file));
    } catch (FileAlreadyExistsException there) {
      if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
        throw there;
      }
      if (!Files.getPosixFilePermissions(file).equals(FILE)) {
        Files.setPosixFilePermissions(file, FILE);
      }
    }
  }

  /** Attributes to create a file with. */
  static FileAttribute<?>[] fileAttributes(Path file) {
    return posix(file)
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(FILE)}
        : new FileAttribute<?>[0];
  }

  /**
   * Replaces a file as a whole: written beside it, forced to the disk, then renamed over it, so
   * that a reader and a crash see the old content or the new one.
   */
  static void replace(Path file, byte[] content) throws IOException {
    Path parent = file.toAbsolutePath().getParent();
    if (parent == null) {
      throw new IOException("not a file: " + file);
    }
    Path temp =
        Files.createTempFile(parent, file.getFileName() + ".", ".tmp", fileAttributes(file));
    try {
      try (var channel = java.nio.channels.FileChannel.open(temp, StandardOpenOption.WRITE)) {
        var bytes = java.nio.ByteBuffer.wrap(content);
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(true);
      }
      Files.move(temp, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(temp);
    }
  }

  /** Why a file operation failed, in the system's words, without the path. */
  static String reason(IOException failed) {
    if (failed instanceof FileSystemException system && system.getReason() != null) {
      return system.getReason();
    }
    String message = failed.getMessage();
    String kind =
        failed
            .getClass()
            .getSimpleName()
            .replaceAll("(Exception)?$", "")
            .replaceAll("([a-z])([A-Z])", "$1 $2");
    return message == null || failed instanceof FileSystemException
        ? kind.toLowerCase(java.util.Locale.ROOT)
        : message;
  }

  private static boolean posix(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }
}
