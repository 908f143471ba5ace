package dev.muster.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Describes the machine in words that say nothing about whose it is. */
final class Machine {
  private Machine() {}

  static String describe() {
    var os = ManagementFactory.getOperatingSystemMXBean();
    String memory = "";
    if (os instanceof com.sun.management.OperatingSystemMXBean more) {
      memory =
          String.format(
              Locale.ROOT, ", %.0f GiB of memory", more.getTotalMemorySize() / (double) (1L << 30));
    }
    return "%d cores%s, %s (%s %s), %s %s, JavaFX drawing in software"
        .formatted(
            os.getAvailableProcessors(),
            memory,
            distribution(),
            os.getName(),
            os.getVersion(),
            System.getProperty("java.vm.name"),
            Runtime.version());
  }

  private static String distribution() {
    try {
      for (String line : Files.readAllLines(Path.of("/etc/os-release"))) {
        if (line.startsWith("PRETTY_NAME=")) {
          return line.substring("PRETTY_NAME=".length()).replace("\"", "");
        }
      }
    } catch (IOException none) {
      return System.getProperty("os.name"); // not every system has that file
    }
    return System.getProperty("os.name");
  }
}
