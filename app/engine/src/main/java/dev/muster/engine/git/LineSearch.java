package dev.muster.engine.git;

import java.util.HashSet;
import java.util.Set;

/** Looks for lines in a content that comes in pieces, by what their bytes add up to. */
final class LineSearch {
  private static final long START = 0xcbf29ce484222325L;
  private static final long FACTOR = 0x100000001b3L;

  private final Set<Long> wanted;
  private final Set<Long> found = new HashSet<>();
  private long sum = START;
  private boolean cr;

  LineSearch(Set<Long> wanted) {
    this.wanted = wanted;
  }

  /** Takes the next piece; false once all were found. */
  boolean accept(byte[] chunk) {
    for (byte b : chunk) {
      if (b == '\n') {
        end();
      } else {
        if (cr) {
          sum = next(sum, (byte) '\r');
        }
        cr = b == '\r';
        if (!cr) {
          sum = next(sum, b);
        }
      }
    }
    return found.size() < wanted.size();
  }

  private void end() {
    Long line = sum;
    if (wanted.contains(line)) {
      found.add(line);
    }
    sum = START;
    cr = false;
  }

  /** How many of the lines were found; a last one without its end does not count. */
  int found() {
    return found.size();
  }

  /** What stands for a line without its end. */
  static long hash(byte[] bytes, int from, int end) {
    long sum = START;
    for (int i = from; i < end; i++) {
      sum = next(sum, bytes[i]);
    }
    return sum;
  }

  private static long next(long sum, byte b) {
    return (sum ^ (b & 0xff)) * FACTOR;
  }
}
