package dev.muster.engine.session;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/**
 * A real file system that becomes read-only under open files, as one does when its device fails. It
 * takes the rights to mount one; where a test has none it is skipped.
 */
final class BreakingDisk implements AutoCloseable {
  private final Path at;
  private final Path image;
  private boolean mounted;

  private BreakingDisk(Path at, Path image) {
    this.at = at;
    this.image = image;
  }

  /** Mounts one; skips the test where that cannot be done. */
  static BreakingDisk at(Path folder, Path image, int megabytes) throws Exception {
    Files.createDirectories(folder);
    try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
      file.setLength((long) megabytes << 20);
    }
    BreakingDisk disk = new BreakingDisk(folder, image);
    Assumptions.assumeTrue(
        Files.exists(Path.of("/proc/self/mounts"))
            && run("mkfs.ext4", "-q", "-F", image.toString())
            && disk.mount(),
        "A file system in a file can be mounted here (as root, on Linux).");
    return disk;
  }

  private boolean mount() throws Exception {
    mounted = run("mount", "-o", "loop", image.toString(), at.toString());
    return mounted;
  }

  /** What is written is on it now. */
  void sync() throws Exception {
    must("sync", "-f", at.toString());
  }

  /** From now on every write is refused, also to files that are open. */
  void breaks() throws Exception {
    must("mount", "-o", "remount,abort", at.toString());
  }

  /** As after a restart of the machine: nobody has a file open on it. */
  void isMended() throws Exception {
    must("umount", at.toString());
    mounted = false;
    if (!mount()) {
      throw new AssertionError("it cannot be mounted again");
    }
  }

  /** Whether a file may be written, whoever asks. */
  void writable(Path file, boolean may) throws Exception {
    must("chattr", may ? "-i" : "+i", file.toString());
  }

  @Override
  public void close() throws Exception {
    if (mounted && !run("umount", at.toString())) {
      run("umount", "-l", at.toString());
    }
  }

  private static void must(String... command) throws Exception {
    if (!run(command)) {
      throw new AssertionError(String.join(" ", command) + " failed");
    }
  }

  private static boolean run(String... command) throws Exception {
    Process process;
    try {
      process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
    } catch (IOException missing) {
      return false; // no such program here
    }
    return process.waitFor(60, TimeUnit.SECONDS) && process.exitValue() == 0;
  }
}
