package dev.muster.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A window in a Java of its own, started as {@code packaging/muster} starts it, on the virtual
 * screen: how long until it is painted, and what it takes of the machine.
 */
final class StartedApp implements AutoCloseable {
  /** A pixel in so many, across and down, is looked at. */
  private static final int STEP = 8;

  /** Fewer pixels than this may change after the window is there: a caret, a clock. */
  private static final int SMALL = 30;

  private static final long CALM_NANOS = 1_500_000_000L;
  private static final long LONGEST_NANOS = 60_000_000_000L;
  private static final Pattern HEAP = Pattern.compile("used (\\d+)K");
  private static final double TICKS_PER_SECOND = 100;

  private final Process process;
  private final long started = System.nanoTime();

  private StartedApp(Process process) {
    this.process = process;
  }

  /**
   * Starts a main class.
   *
   * @param options more of Java's options, such as a cache
   */
  static StartedApp start(String main, Path home, List<String> options) throws IOException {
    Path run = Path.of(System.getProperty("bench.run"));
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(List.of("--module-path", run.resolve("fx").toString()));
    line.addAll(List.of("--add-modules", "javafx.controls"));
    line.add("--enable-native-access=javafx.graphics,ALL-UNNAMED");
    line.addAll(List.of("-XX:+UseG1GC", "-XX:TieredStopAtLevel=1", "-Xms32m", "-Xmx1g"));
    line.addAll(options);
    line.addAll(List.of("-cp", run.resolve("app") + "/*", main));
    ProcessBuilder builder =
        new ProcessBuilder(line)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().put("MUSTER_HOME", home.toString());
    return new StartedApp(builder.start());
  }

  /**
   * When the window was there, in ms from its start.
   *
   * @param usable its upper edge, its left edge and the first third of what is right of them, each
   *     way, are as they stay: sidebar, top bar and the pane that has the focus
   * @param whole all of it is
   */
  record Painted(double usable, double whole) {}

  private record Seen(long at, int[] pixels) {}

  /** Waits until the window is whole and nothing more changes. */
  Painted painted(FrameBuffer screen) {
    int[] empty = look(screen);
    List<Seen> changes = new ArrayList<>();
    changes.add(new Seen(started, empty));
    while (true) {
      int[] now = look(screen);
      long at = System.nanoTime();
      Seen last = changes.getLast();
      if (differing(last.pixels(), now) > SMALL) {
        changes.add(new Seen(at, now));
      } else if (changes.size() > 1
          && at - last.at() > CALM_NANOS
          && differing(empty, now) > now.length / 10) {
        return new Painted(usable(changes, empty, screen.width() / STEP), millis(last.at()));
      }
      if (at - started > LONGEST_NANOS || !process.isAlive()) {
        throw new IllegalStateException("The window did not come.");
      }
      Pace.until(at + 5_000_000);
    }
  }

  private double millis(long at) {
    return (at - started) / 1e6;
  }

  /** When the part one works in was first as it is at the end. */
  private double usable(List<Seen> changes, int[] empty, int across) {
    int[] end = changes.getLast().pixels();
    int left = across;
    int right = 0;
    int top = end.length / across;
    int bottom = 0;
    for (int i = 0; i < end.length; i++) {
      if (end[i] != empty[i]) {
        left = Math.min(left, i % across);
        right = Math.max(right, i % across);
        top = Math.min(top, i / across);
        bottom = Math.max(bottom, i / across);
      }
    }
    double width = right - left;
    double height = bottom - top;
    boolean[] counts = new boolean[end.length];
    for (int i = 0; i < end.length; i++) {
      double x = (i % across - left) / width;
      double y = (i / across - top) / height;
      counts[i] = x >= 0 && y >= 0 && (x < 0.15 || y < 0.04 || x < 0.42 && y < 0.34);
    }
    long since = changes.getLast().at();
    for (Seen seen : changes.reversed()) {
      int other = 0;
      for (int i = 0; i < end.length; i++) {
        other += counts[i] && seen.pixels()[i] != end[i] ? 1 : 0;
      }
      if (other > SMALL) {
        break;
      }
      since = seen.at();
    }
    return millis(since);
  }

  private static int[] look(FrameBuffer screen) {
    int across = screen.width() / STEP;
    int[] seen = new int[across * (screen.height() / STEP)];
    for (int i = 0; i < seen.length; i++) {
      seen[i] = screen.rgb(i % across * STEP, i / across * STEP);
    }
    return seen;
  }

  private static int differing(int[] one, int[] other) {
    int count = 0;
    for (int i = 0; i < one.length; i++) {
      count += one[i] == other[i] ? 0 : 1;
    }
    return count;
  }

  /** Processor time until now, in seconds, from /proc/PID/stat (proc(5), fields 14 and 15). */
  double cpuSeconds() throws IOException {
    String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
  }

  /** Memory that is in use, in MB. */
  double residentMb() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/" + process.pid() + "/status"))) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("\\D", "")) * 1024 / 1e6;
      }
    }
    throw new IOException("The memory of the window is not told.");
  }

  /** Has it collect its garbage, and gives what is left on its heap, in MB. */
  double heapAfterGcMb() throws IOException, InterruptedException {
    tell("GC.run");
    Matcher used = HEAP.matcher(tell("GC.heap_info"));
    if (!used.find()) {
      throw new IOException("The heap of the window is not told.");
    }
    return Long.parseLong(used.group(1)) * 1024 / 1e6;
  }

  private String tell(String command) throws IOException, InterruptedException {
    Process jcmd =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                Long.toString(process.pid()),
                command)
            .start();
    String said = new String(jcmd.getInputStream().readAllBytes());
    jcmd.waitFor();
    return said;
  }

  /** Ends it in an orderly way and waits. */
  @Override
  public void close() throws InterruptedException {
    process.destroy();
    // With a cache to be written, Java takes its time at the end.
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      process.waitFor();
    }
  }
}
