package dev.muster.engine.host;

import dev.muster.engine.host.OutputPump.Line;
import java.util.Arrays;
import java.util.function.Consumer;

/** Cuts a stream of bytes into lines of bounded length. One thread at a time. */
final class LineSplitter {
  private static final int FIRST = 256;

  private final int max;
  private final Consumer<Line> to;
  private byte[] line;
  private int length;
  private long dropped;
  private boolean open;

  LineSplitter(int max, Consumer<Line> to) {
    if (max < 1) {
      throw new IllegalArgumentException("a line needs room for one byte");
    }
    this.max = max;
    this.to = to;
    this.line = new byte[Math.min(max, FIRST)];
  }

  void accept(byte[] bytes) {
    int from = 0;
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '\n') {
        add(bytes, from, i);
        flush();
        from = i + 1;
      }
    }
    if (from < bytes.length) {
      add(bytes, from, bytes.length);
    }
  }

  /** The stream has ended: what is left is the last line. */
  void end() {
    if (open) {
      flush();
    }
  }

  private void add(byte[] bytes, int from, int to) {
    open = true;
    int kept = Math.min(to - from, max - length);
    if (length + kept > line.length) {
      line = Arrays.copyOf(line, Math.min(max, Math.max(length + kept, line.length * 2)));
    }
    System.arraycopy(bytes, from, line, length, kept);
    length += kept;
    dropped += to - from - kept;
  }

  private void flush() {
    int end = length;
    if (end > 0 && dropped == 0 && line[end - 1] == '\r') {
      end--;
    } else if (dropped > 0) {
      end = wholeCharacters(end);
      dropped += length - end;
    }
    var text = OutputPump.text(line, end);
    var was = dropped;
    length = 0;
    dropped = 0;
    open = false;
    if (line.length > 64 * FIRST) {
      line = new byte[Math.min(max, FIRST)];
    }
    to.accept(new Line(text, was));
  }

  /** Where to cut so that no character is cut in two. */
  private int wholeCharacters(int end) {
    int start = end - 1;
    while (start > 0 && end - start < 4 && (line[start] & 0xC0) == 0x80) {
      start--;
    }
    int lead = line[start] & 0xFF;
    int needed = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1;
    return start + needed > end ? start : end;
  }
}
