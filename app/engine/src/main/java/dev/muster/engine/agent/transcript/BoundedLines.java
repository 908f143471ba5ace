package dev.muster.engine.agent.transcript;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** Reads a file line by line, never holding more of a line than a bound. One thread. */
final class BoundedLines implements Closeable {
  private static final int BUFFER = 64 * 1024;

  private final InputStream in;
  private final int mostInLine;
  private final IntConsumer read;
  private final byte[] buffer = new byte[BUFFER];
  private int at;
  private int end;
  private long left;

  /**
   * A line.
   *
   * @param text empty when it is longer than the bound
   * @param bytes how long it is
   * @param ended whether its end was there; the last line of a file that is being written has none
   */
  record Line(String text, long bytes, boolean ended) {}

  /**
   * @param mostInLine a longer line, in bytes, is read as an empty one
   * @param most as much is read in all, in bytes
   * @param read is told how many bytes were read, each time
   */
  BoundedLines(InputStream in, int mostInLine, long most, IntConsumer read) {
    this.in = in;
    this.mostInLine = mostInLine;
    this.left = most;
    this.read = read;
  }

  /** The next line; null at the end. */
  @Nullable Line next() throws IOException {
    ByteArrayOutputStream line = null;
    long length = 0;
    while (true) {
      if (at == end && !fill()) {
        return length == 0 ? null : line(line, length, false);
      }
      int from = at;
      while (at < end && buffer[at] != '\n') {
        at++;
      }
      boolean ended = at < end;
      int part = at - from;
      length += part;
      if (length <= mostInLine) {
        if (ended && line == null) {
          at++;
          return new Line(new String(buffer, from, part, StandardCharsets.UTF_8), length, true);
        }
        line = line == null ? new ByteArrayOutputStream(Math.max(256, 2 * part)) : line;
        line.write(buffer, from, part);
      } else {
        line = null; // it is too long: what there was of it need not be held
      }
      if (ended) {
        at++;
        return line(line, length, true);
      }
    }
  }

  private Line line(@Nullable ByteArrayOutputStream line, long length, boolean ended) {
    String text = length <= mostInLine && line != null ? line.toString(StandardCharsets.UTF_8) : "";
    return new Line(text, length, ended);
  }

  private boolean fill() throws IOException {
    int wanted = (int) Math.min(left, BUFFER);
    int count = wanted == 0 ? -1 : in.read(buffer, 0, wanted);
    at = 0;
    end = Math.max(0, count);
    left -= end;
    if (end > 0) {
      read.accept(end);
    }
    return end > 0;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
