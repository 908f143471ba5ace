package dev.muster.engine.git;

import java.io.ByteArrayOutputStream;
import java.util.HashMap;
import java.util.Map;

/**
 * Keeps of lines that come in pieces what can be shown: so many lines, so many bytes, and of each
 * line its beginning and its end mark. A line of megabytes takes some kilobytes here, and what
 * comes behind it is still read.
 */
final class BoundedLines {
  private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
  private final int maxBytes;
  private final int maxLines;
  private final int maxLineBytes;

  /** Characters that were dropped of a line, by where the kept part of it ends. */
  private final Map<Integer, Integer> dropped = new HashMap<>();

  private int lines;
  private int line;
  private int more;
  private byte last;
  private boolean cut;

  /**
   * @param maxLines beyond this many nothing is kept
   */
  BoundedLines(ChangeBounds bounds, int maxLines) {
    maxBytes = bounds.maxPatchBytes();
    this.maxLines = maxLines;
    // A character takes at most four bytes; the others tell that there is more, and hold a sign.
    maxLineBytes = (int) Math.min(4L * bounds.maxLineChars() + 16, 1 << 28);
  }

  /** Takes the next piece; false when it has enough. */
  boolean accept(byte[] chunk) {
    for (int at = 0; at < chunk.length; ) {
      boolean between = line == 0 && more == 0;
      if (between && (lines >= maxLines || kept.size() >= maxBytes)) {
        cut = true;
        return false;
      }
      int end = at;
      while (end < chunk.length && chunk[end] != '\n') {
        end++;
      }
      take(chunk, at, end);
      if (end < chunk.length) {
        finish();
        kept.write('\n');
        lines++;
        line = 0;
      }
      at = end + 1;
    }
    return true;
  }

  private void take(byte[] chunk, int from, int end) {
    if (end == from) {
      return;
    }
    int room = Math.min(end - from, maxLineBytes - line);
    if (room > 0 && room < end - from) {
      room = whole(chunk, from, room);
    }
    if (more > 0) {
      room = 0; // behind a gap nothing is kept
    }
    kept.write(chunk, from, room);
    line += room;
    for (int i = from + room; i < end; i++) {
      more += (chunk[i] & 0xC0) == 0x80 ? 0 : 1;
    }
    last = chunk[end - 1];
  }

  /** Fewer bytes, so that no character is cut in two. */
  private static int whole(byte[] chunk, int from, int room) {
    int end = from + room;
    while (end > from && (chunk[end] & 0xC0) == 0x80) {
      end--;
    }
    return end - from;
  }

  private void finish() {
    if (more > 0) {
      if (last == '\r') {
        more--;
        kept.write('\r');
      }
      dropped.put(kept.size(), more);
      more = 0;
    }
  }

  /** What was kept; to be asked for at the end. */
  byte[] bytes() {
    if (more > 0) {
      dropped.put(kept.size(), more);
    }
    return kept.toByteArray();
  }

  /** Whether there were more lines. */
  boolean cut() {
    return cut;
  }

  /**
   * How many characters of a line were dropped.
   *
   * @param end where the line ends in {@link #bytes()}: its line feed, or the end of all
   */
  int dropped(int end) {
    return dropped.getOrDefault(end, 0);
  }
}
