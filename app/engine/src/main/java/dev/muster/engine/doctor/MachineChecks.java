package dev.muster.engine.doctor;

import dev.muster.engine.git.Git;
import dev.muster.engine.git.GitException;
import dev.muster.engine.git.GitVersion;
import dev.muster.engine.host.Host;
import dev.muster.engine.host.HostException;
import dev.muster.engine.host.HostFacts;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Java, git, what keeps processes together, limits of the system, and the display. */
final class MachineChecks {
  private static final int OLDEST_JAVA = 25;

  /** Nine agents with their tools, and as many pipes and files of Muster's own. */
  private static final long ENOUGH_FILES = 4_096;

  private static final long ENOUGH_PROCESSES = 1_024;
  private static final long ENOUGH_MEMORY_KIB = 1L << 20;
  private static final Pattern X_DISPLAY = Pattern.compile("(?:unix)?:(\\d+)(?:\\.\\d+)?");

  private final Map<String, String> environment;
  private final Host host;
  private final boolean linux;

  MachineChecks(Map<String, String> environment, Host host) {
    this.environment = environment;
    this.host = host;
    this.linux = System.getProperty("os.name", "").equals("Linux");
  }

  void run(Consumer<Finding> tell) {
    tell.accept(java(Runtime.version(), System.getProperty("java.vendor", "")));
    tell.accept(git());
    tell.accept(processes());
    tell.accept(sandbox());
    if (linux) {
      String limits = text(Path.of("/proc/self/limits"));
      limit(limits, "Max open files", ENOUGH_FILES, "files", "ulimit -n 65536").ifPresent(tell);
      limit(limits, "Max processes", ENOUGH_PROCESSES, "processes", "ulimit -u 8192")
          .ifPresent(tell);
      memory(text(Path.of("/proc/meminfo"))).ifPresent(tell);
      tell.accept(display(text(Path.of("/proc/net/unix"))));
    }
  }

  static Finding java(Runtime.Version version, String vendor) {
    String text = version + (vendor.isBlank() ? "" : ", " + vendor);
    return version.feature() >= OLDEST_JAVA
        ? Finding.ok("java", "Java", text)
        : Finding.problem(
            "java", "Java", text + " is too old", "Install a JDK " + OLDEST_JAVA + " or newer.");
  }

  private Finding git() {
    try {
      return Finding.ok("git", "git", Git.on(host).version().toString());
    } catch (GitException refused) {
      return Finding.problem(
          "git",
          "git",
          String.valueOf(refused.getMessage()),
          "Install git " + GitVersion.OLDEST + " or newer.");
    }
  }

  private Finding processes() {
    try {
      HostFacts facts = host.probe();
      String sentence = facts.containment().sentence();
      return facts.containment() == HostFacts.Containment.NONE
          ? Finding.warning(
              "processes",
              "Processes",
              sentence,
              "Install setsid and setpriv (Debian: util-linux), or perl.")
          : Finding.ok("processes", "Processes", sentence);
    } catch (HostException failed) {
      return Finding.problem(
          "processes",
          "Processes",
          String.valueOf(failed.getMessage()),
          "Commands cannot be started here; look at the message.");
    }
  }

  private Finding sandbox() {
    return Finding.note(
        "sandbox",
        "Sandbox",
        "Muster has none yet: what an agent may run, it runs with your rights",
        null);
  }

  /** A limit that is too low; empty where it is not known, which other systems than Linux are. */
  static Optional<Finding> limit(
      String limits, String name, long enough, String what, String command) {
    Matcher line = Pattern.compile("(?m)^" + name + "\\s+(\\d+|unlimited)").matcher(limits);
    if (!line.find()) {
      return Optional.empty();
    }
    String soft = line.group(1);
    String id = "limit." + what;
    String about = what.equals("files") ? "Open files" : "Number of processes";
    // More digits than a long has are more than enough, too.
    boolean low = !soft.equals("unlimited") && soft.length() < 18 && Long.parseLong(soft) < enough;
    return Optional.of(
        low
            ? Finding.warning(
                id,
                about,
                "at most " + soft + " at once: too few for many agents",
                "Raise the limit before you start Muster: " + command)
            : Finding.ok(id, about, soft.equals("unlimited") ? soft : "at most " + soft));
  }

  static Optional<Finding> memory(String meminfo) {
    Matcher line = Pattern.compile("(?m)^MemAvailable:\\s+(\\d{1,15}) kB").matcher(meminfo);
    if (!line.find()) {
      return Optional.empty();
    }
    long kib = Long.parseLong(line.group(1));
    String text = Sizes.of(kib << 10) + " free";
    return Optional.of(
        kib < ENOUGH_MEMORY_KIB
            ? Finding.warning(
                "memory",
                "Memory",
                text + "; an agent takes some 300 to 500 MB",
                "Let fewer sessions work at once (slots in the settings), or end other programs.")
            : Finding.ok("memory", "Memory", text));
  }

  private Finding display(String sockets) {
    return display(
        environment.getOrDefault("DISPLAY", ""),
        environment.getOrDefault("WAYLAND_DISPLAY", ""),
        sockets,
        onPath("Xwayland"));
  }

  static Finding display(String x, String wayland, String sockets, boolean xwayland) {
    String about = "Display";
    if (x.isBlank()) {
      return wayland.isBlank()
          ? Finding.note(
              "display",
              about,
              "none: the window cannot open here, the command line works",
              "Start it in a desktop session, or under xvfb-run.")
          : Finding.warning(
              "display",
              about,
              "Wayland without an X display: the window cannot open here",
              xwayland ? "Set DISPLAY to that of XWayland." : "Install XWayland.");
    }
    Matcher local = X_DISPLAY.matcher(x);
    if (local.matches() && !sockets.contains("/tmp/.X11-unix/X" + local.group(1))) {
      return Finding.warning(
          "display",
          about,
          x + ": nothing answers there, so the window cannot open",
          "Set DISPLAY to a display that runs; the command line works without.");
    }
    return Finding.ok("display", about, x + (wayland.isBlank() ? "" : ", on Wayland"));
  }

  private boolean onPath(String program) {
    for (String folder : environment.getOrDefault("PATH", "").split(File.pathSeparator)) {
      try {
        if (!folder.isEmpty() && Files.isExecutable(Path.of(folder, program))) {
          return true;
        }
      } catch (InvalidPathException _) {
        // What is no path holds no program.
      }
    }
    return false;
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException | java.io.UncheckedIOException none) {
      return ""; // then it is not known
    }
  }

  /** How much that is, for people. */
  static final class Sizes {
    private static final List<String> UNITS = List.of("B", "KB", "MB", "GB", "TB");

    private Sizes() {}

    static String of(long bytes) {
      double size = bytes;
      int unit = 0;
      while (size >= 1024 && unit < UNITS.size() - 1) {
        size /= 1024;
        unit++;
      }
      return String.format(
          Locale.ROOT, unit < 2 || size >= 100 ? "%.0f %s" : "%.1f %s", size, UNITS.get(unit));
    }
  }
}
