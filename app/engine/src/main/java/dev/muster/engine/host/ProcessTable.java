package dev.muster.engine.host;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The processes of this machine as {@code /proc} tells them (proc(5)). Processes that end while it
 * is read are left out. Where there is no {@code /proc}, the table is empty.
 */
final class ProcessTable {
  /** Clock ticks per second in {@code /proc}: 100 on every Linux, whatever the kernel's own. */
  static final int TICKS_PER_SECOND = 100;

  private static final int MAX_ENVIRONMENT = 1 << 20;

  /**
   * One process.
   *
   * @param state one letter: R runs, S sleeps, D waits for the disk, Z is dead and not collected
   * @param ticks processor time, its ended children's included, in 1/100 s
   * @param residentPages memory
   */
  record Entry(
      long pid, long parent, long group, long session, char state, long ticks, long residentPages) {
    boolean zombie() {
      return state == 'Z' || state == 'X';
    }
  }

  private final Path proc;

  ProcessTable() {
    this(Path.of("/proc"));
  }

  ProcessTable(Path proc) {
    this.proc = proc;
  }

  /** Whether this system tells about processes this way. */
  boolean available() {
    return Files.isReadable(proc.resolve("self/stat"));
  }

  /** All processes of this moment; about 20 µs each. */
  List<Entry> read() {
    var entries = new ArrayList<Entry>();
    var names = proc.toFile().list();
    if (names == null) {
      return entries;
    }
    for (var name : names) {
      if (name.charAt(0) >= '0' && name.charAt(0) <= '9') {
        var entry = entry(Long.parseLong(name));
        if (entry != null) {
          entries.add(entry);
        }
      }
    }
    return entries;
  }

  @Nullable Entry entry(long pid) {
    var stat = text(pid, "stat");
    // The second field is the command's name in parentheses and may hold anything, so count from
    // the last one.
    int name = stat.lastIndexOf(')');
    if (name < 0) {
      return null;
    }
    var f = stat.substring(name + 2).split(" ");
    if (f.length < 22) {
      return null;
    }
    return new Entry(
        pid,
        Long.parseLong(f[1]),
        Long.parseLong(f[2]),
        Long.parseLong(f[3]),
        f[0].charAt(0),
        Long.parseLong(f[11])
            + Long.parseLong(f[12])
            + Long.parseLong(f[13])
            + Long.parseLong(f[14]),
        Long.parseLong(f[21]));
  }

  /** The mark in a process's environment, null when it has none or it cannot be read. */
  @Nullable String mark(long pid) {
    byte[] environment;
    try (var in = Files.newInputStream(proc.resolve(pid + "/environ"))) {
      environment = in.readNBytes(MAX_ENVIRONMENT);
    } catch (IOException e) {
      return null; // gone, or another user's: not one of ours
    }
    var name = (ProcessId.MARK_VARIABLE + "=").getBytes(StandardCharsets.US_ASCII);
    for (int from = 0; from < environment.length; ) {
      int end = from;
      while (end < environment.length && environment[end] != 0) {
        end++;
      }
      if (end - from > name.length
          && Arrays.equals(environment, from, from + name.length, name, 0, name.length)) {
        return new String(
            environment, from + name.length, end - from - name.length, StandardCharsets.UTF_8);
      }
      from = end + 1;
    }
    return null;
  }

  /** Bytes read and written so far, 0 when it is not told. */
  long ioBytes(long pid) {
    long sum = 0;
    for (var line : text(pid, "io").split("\n")) {
      if (line.startsWith("rchar: ") || line.startsWith("wchar: ")) {
        sum += Long.parseLong(line.substring(7).strip());
      }
    }
    return sum;
  }

  /** Where in the kernel a process waits, empty when it is not told. */
  String waitsIn(long pid) {
    return text(pid, "wchan");
  }

  /** The size of a memory page in bytes. */
  long pageSize() {
    // Pairs of native words (getauxval(3)); number 6 is the page size.
    try {
      var pairs =
          java.nio.ByteBuffer.wrap(Files.readAllBytes(proc.resolve("self/auxv")))
              .order(java.nio.ByteOrder.nativeOrder())
              .asLongBuffer();
      while (pairs.remaining() >= 2) {
        if (pairs.get() == 6) {
          return pairs.get();
        }
        pairs.get();
      }
    } catch (IOException e) {
      return 4096; // only this system's memory figures depend on it
    }
    return 4096;
  }

  private String text(long pid, String file) {
    try {
      return Files.readString(proc.resolve(pid + "/" + file), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return ""; // it has ended in the meantime, or is another user's
    }
  }
}
