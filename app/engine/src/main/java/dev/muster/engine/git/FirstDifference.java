package dev.muster.engine.git;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Finds where two contents begin to differ, while both are read, and keeps what stands around that
 * place. Whatever is equal before it is passed over: no more than the bounds below is ever held.
 */
final class FirstDifference {
  /** Bytes kept of each content from its first difference on. */
  static final int WINDOW = 512 << 10;

  /** Equal bytes kept before it. */
  private static final int TAIL = 16 << 10;

  /** How far one content may be read ahead of the other. */
  private static final int AHEAD = 64 << 10;

  private final Side[] sides = {new Side(), new Side()};
  private byte[] tail = {};

  /** Line ends in what is equal. */
  private int lines;

  private long passed;
  private boolean differs;

  /** One of the two contents. */
  private static final class Side {
    private final ByteArrayOutputStream pending = new ByteArrayOutputStream();
    private boolean full;
    private boolean ended;
  }

  /** Reads both to where enough of them is known. */
  static FirstDifference read(Git git, GitPlace store, String oldId, String newId)
      throws GitException {
    var found = new FirstDifference();
    var before =
        Both.inBackground(
            () -> {
              found.read(git, store, oldId, 0);
              return true;
            });
    try {
      found.read(git, store, newId, 1);
    } finally {
      before.settle();
    }
    before.get();
    return found;
  }

  private void read(Git git, GitPlace store, String id, int side) throws GitException {
    try {
      git.stream(GitCall.of(store, "cat-file", "blob", id), chunk -> accept(chunk, side));
    } finally {
      end(side);
    }
  }

  /** Takes the next piece of a content; false when it has enough of it. */
  synchronized boolean accept(byte[] chunk, int side) {
    var own = sides[side];
    var other = sides[1 - side];
    while (!differs && !other.ended && own.pending.size() > AHEAD) {
      try {
        wait();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        own.full = true;
        return false;
      }
    }
    own.pending.write(chunk, 0, chunk.length);
    compare();
    own.full = differs && own.pending.size() >= WINDOW;
    return !own.full;
  }

  private synchronized void end(int side) {
    sides[side].ended = true;
    compare();
  }

  /** Passes over what is equal of both. */
  private void compare() {
    if (differs) {
      return;
    }
    var before = sides[0].pending.toByteArray();
    var after = sides[1].pending.toByteArray();
    int most = Math.min(before.length, after.length);
    int equal = Arrays.mismatch(before, 0, most, after, 0, most);
    differs = equal >= 0;
    int common = differs ? equal : most;
    pass(before, common);
    keep(sides[0], before, common);
    keep(sides[1], after, common);
    differs |= ends(sides[0], sides[1]) || ends(sides[1], sides[0]);
    notifyAll();
  }

  private static boolean ends(Side one, Side other) {
    return one.ended && one.pending.size() == 0 && (other.ended || other.pending.size() > 0);
  }

  private static void keep(Side side, byte[] bytes, int from) {
    if (from > 0) {
      side.pending.reset();
      side.pending.write(bytes, from, bytes.length - from);
    }
  }

  private void pass(byte[] bytes, int length) {
    passed += length;
    for (int i = 0; i < length; i++) {
      lines += bytes[i] == '\n' ? 1 : 0;
    }
    if (length >= TAIL) {
      tail = Arrays.copyOfRange(bytes, length - TAIL, length);
    } else if (length > 0) {
      int kept = Math.min(tail.length, TAIL - length);
      var joined = Arrays.copyOfRange(tail, tail.length - kept, tail.length + length);
      System.arraycopy(bytes, 0, joined, kept, length);
      tail = joined;
    }
  }

  /**
   * What stands around the first difference.
   *
   * @param before whole lines of one content, from some equal ones on
   * @param after whole lines of the other
   * @param line how many lines stand before them
   * @param whole whether nothing comes behind them
   */
  record Window(byte[] before, byte[] after, int line, boolean whole) {}

  /**
   * Whole lines around the difference.
   *
   * @param context equal lines wanted before it
   * @return null where a line is so long that there are none
   */
  synchronized @Nullable Window window(int context) {
    int start = -1;
    int first = -1;
    int ends = 0;
    // The last line end belongs to the line before the one in which they differ.
    for (int i = tail.length - 1; i >= 0 && start < 0; i--) {
      if (tail[i] == '\n') {
        first = i + 1;
        start = ends++ == context ? first : -1;
      }
    }
    if (start < 0) {
      start = passed == tail.length ? 0 : first;
    }
    if (start < 0) {
      return null;
    }
    var equal = Arrays.copyOfRange(tail, start, tail.length);
    boolean whole = sides[0].ended && !sides[0].full && sides[1].ended && !sides[1].full;
    var before = lines(equal, sides[0]);
    var after = lines(equal, sides[1]);
    return before == null || after == null
        ? null
        : new Window(before, after, lines - count(equal), whole);
  }

  private static int count(byte[] bytes) {
    int lines = 0;
    for (byte b : bytes) {
      lines += b == '\n' ? 1 : 0;
    }
    return lines;
  }

  private static byte @Nullable [] lines(byte[] equal, Side side) {
    var pending = side.pending.toByteArray();
    var all = Arrays.copyOf(equal, equal.length + pending.length);
    System.arraycopy(pending, 0, all, equal.length, pending.length);
    if (!side.full) {
      return all;
    }
    int end = all.length;
    while (end > 0 && all[end - 1] != '\n') {
      end--;
    }
    return end <= equal.length ? null : Arrays.copyOf(all, end);
  }
}
