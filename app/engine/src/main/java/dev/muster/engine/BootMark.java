package dev.muster.engine;

import dev.muster.engine.store.DataFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows whether the machine was started anew since Muster last ran: then no process of that time is
 * left, and numbers that were written down belong to others now.
 */
final class BootMark {
  private static final Logger LOG = LoggerFactory.getLogger(BootMark.class);

  /** A random word that Linux makes at each start, see random(4); other systems have none. */
  private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

  private BootMark() {}

  /** Whether it was, and remembers for the next time; false where that cannot be known. */
  static boolean restarted(DataFolder folder) {
    Path file = folder.data().resolve("boot");
    try {
      if (!Files.isReadable(BOOT_ID)) {
        return false;
      }
      String now = Files.readString(BOOT_ID).strip();
      String before = Files.exists(file) ? Files.readString(file).strip() : now;
      if (!now.equals(before) || !Files.exists(file)) {
        Files.writeString(file, now + "\n");
      }
      return !now.equals(before);
    } catch (IOException unknown) {
      LOG.warn("It cannot be known whether the machine was started anew.", unknown);
      return false;
    }
  }
}
