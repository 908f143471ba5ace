package dev.muster.engine.session;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/**
 * A real file system of a few megabytes that can be filled and freed. It takes the rights to mount
 * one; where a test has none it is skipped.
 */
public final class TinyDisk implements AutoCloseable {
  private final Path at;
  private final Path filler;

  private TinyDisk(Path at) {
    this.at = at;
    this.filler = at.resolve("filler");
  }

  /** Mounts one; skips the test where that cannot be done. */
  public static TinyDisk at(Path folder, int megabytes) throws Exception {
    Files.createDirectories(folder);
    String size = "size=" + megabytes + "m,mode=700";
    boolean mounted =
        Files.exists(Path.of("/proc/self/mounts"))
            && run("mount", "-t", "tmpfs", "-o", size, "tmpfs", folder.toString());
    Assumptions.assumeTrue(mounted, "A file system can be mounted here (as root, on Linux).");
    return new TinyDisk(folder);
  }

  /** Leaves no more than so many bytes free. */
  public void fill(long left) throws IOException {
    byte[] block = new byte[4096];
    try (OutputStream out = Files.newOutputStream(filler)) {
      while (Files.getFileStore(at).getUsableSpace() > left) {
        out.write(block);
      }
    }
  }

  /** There is room again. */
  public void free() throws IOException {
    Files.deleteIfExists(filler);
  }

  @Override
  public void close() throws Exception {
    if (!run("umount", at.toString())) {
      run("umount", "-l", at.toString());
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
    return process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
  }
}
