package dev.muster.engine.git;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Weighs and deletes folders without ever following a link. */
final class Folders {
  private static final Logger LOG = LoggerFactory.getLogger(Folders.class);

  private Folders() {}

  static DiskCost cost(Path folder) {
    return cost(folder, () -> false);
  }

  /** The same until it is told to stop. */
  static DiskCost cost(Path folder, BooleanSupplier stop) {
    var sum =
        new SimpleFileVisitor<Path>() {
          private long files;
          private long bytes;
          private boolean complete = true;

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (stop.getAsBoolean()) {
              complete = false;
              return FileVisitResult.TERMINATE;
            }
            if (attributes.isRegularFile()) {
              files++;
              bytes += attributes.size();
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) {
            complete = false; // gone meanwhile, or not readable
            return FileVisitResult.CONTINUE;
          }
        };
    try {
      Files.walkFileTree(folder, sum);
    } catch (IOException e) {
      LOG.debug("{} could only be weighed in part", folder, e);
      sum.complete = false;
    }
    return new DiskCost(sum.files, sum.bytes, sum.complete);
  }

  /** Deletes a folder with all that is in it. */
  static void delete(Path folder) throws IOException {
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes)
              throws IOException {
            makeWritable(dir);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path dir, @Nullable IOException e)
              throws IOException {
            if (e != null) {
              throw e;
            }
            Files.delete(dir);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /** Some tools (Go's module cache) make folders that nobody may write to. */
  private static void makeWritable(Path dir) throws IOException {
    if (!Files.isWritable(dir) || !Files.isReadable(dir) || !Files.isExecutable(dir)) {
      Files.setPosixFilePermissions(
          dir,
          EnumSet.of(
              PosixFilePermission.OWNER_READ,
              PosixFilePermission.OWNER_WRITE,
              PosixFilePermission.OWNER_EXECUTE));
    }
  }
}
