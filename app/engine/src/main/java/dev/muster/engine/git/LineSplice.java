package dev.muster.engine.git;

import dev.muster.engine.git.RefusedException.Reason;
import java.io.ByteArrayOutputStream;
import java.util.BitSet;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Takes chosen lines out of a changed file, byte for byte, and puts chosen old ones back: what
 * {@code git apply -R} does with a patch that has only these lines.
 */
final class LineSplice {
  private final byte[] old;
  private final byte[] now;
  private final int[] oldStarts;
  private final int[] nowStarts;
  private final BitSet gone = new BitSet();

  /** Old lines that come back, by the new line they come before. */
  private final TreeMap<Integer, TreeSet<Integer>> back = new TreeMap<>();

  private LineSplice(byte[] old, byte[] now) {
    this.old = old;
    this.now = now;
    this.oldStarts = starts(old);
    this.nowStarts = starts(now);
  }

  /**
   * @param old the file before the change
   * @param now the file after it
   * @param chosen the lines of its diff whose change is undone
   */
  static byte[] undo(byte[] old, byte[] now, List<Part.Lines> chosen) throws RefusedException {
    var splice = new LineSplice(old, now);
    for (var lines : chosen) {
      splice.choose(lines);
    }
    return splice.result();
  }

  private void choose(Part.Lines chosen) throws RefusedException {
    var lines = chosen.hunk().lines();
    int next = after(chosen.hunk());
    for (int i = lines.size() - 1; i >= 0; i--) {
      var line = lines.get(i);
      if (line.newNo() > 0) {
        next = line.newNo();
      }
      if (chosen.lines().contains(i)) {
        switch (line.kind()) {
          case CONTEXT -> {}
          case ADDED -> {
            check(line.newNo() > 0 && line.newNo() < nowStarts.length);
            gone.set(line.newNo());
          }
          case REMOVED -> {
            check(line.oldNo() > 0 && line.oldNo() < oldStarts.length);
            check(next > 0 && next <= nowStarts.length);
            back.computeIfAbsent(next, p -> new TreeSet<>()).add(line.oldNo());
          }
        }
      }
    }
  }

  /** The number of the new line that comes after a hunk. */
  private static int after(Hunk hunk) {
    for (var line : hunk.lines().reversed()) {
      if (line.newNo() > 0) {
        return line.newNo() + 1;
      }
    }
    // Without any line of the new side, git names the line before the hunk.
    return hunk.newStart() + 1;
  }

  private static void check(boolean fits) throws RefusedException {
    if (!fits) {
      throw new RefusedException(
          Reason.CHANGED, "These lines are not those of the file. Nothing was done; look again.");
    }
  }

  private byte[] result() {
    var out = new Lines();
    for (int no = 1; no <= nowStarts.length; no++) {
      for (int oldNo : back.getOrDefault(no, new TreeSet<>())) {
        out.add(old, oldStarts[oldNo - 1], oldStarts[oldNo]);
      }
      if (no < nowStarts.length && !gone.get(no)) {
        out.add(now, nowStarts[no - 1], nowStarts[no]);
      }
    }
    return out.bytes.toByteArray();
  }

  /** Where each line begins, and at last where the file ends: one more than there are lines. */
  private static int[] starts(byte[] bytes) {
    int lines = 0;
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '\n' || i == bytes.length - 1) {
        lines++;
      }
    }
    var starts = new int[lines + 1];
    int line = 1;
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '\n' || i == bytes.length - 1) {
        starts[line++] = i + 1;
      }
    }
    return starts;
  }

  /** Puts lines together; a last line without an end gets one when another comes after it. */
  private static final class Lines {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private boolean open;

    void add(byte[] from, int start, int end) {
      if (open) {
        if (end - start > 1 && from[end - 1] == '\n' && from[end - 2] == '\r') {
          bytes.write('\r');
        }
        bytes.write('\n');
      }
      bytes.write(from, start, end - start);
      open = from[end - 1] != '\n';
    }
  }
}
