package dev.muster.engine.agent.claude;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Reads a file line by line, never holding more of a line than a bound. */
final class BoundedLines implements Closeable {
  private final InputStream in;
  private final int mostInLine;
  private long left;

  /**
   * @param mostInLine a longer line, in bytes, is read as an empty one
   * @param most as much is read in all, in bytes
   */
  BoundedLines(InputStream in, int mostInLine, long most) {
    this.in = new BufferedInputStream(in, 64 * 1024);
    this.mostInLine = mostInLine;
    this.left = most;
  }

  /** The next line; null at the end. */
  @Nullable String next() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream(1024);
    boolean some = false;
    long length = 0;
    for (int b = left-- > 0 ? in.read() : -1; b >= 0; b = left-- > 0 ? in.read() : -1) {
      some = true;
      if (b == '\n') {
        break;
      }
      if (++length <= mostInLine) {
        line.write(b);
      }
    }
    if (!some) {
      return null;
    }
    return length > mostInLine ? "" : line.toString(StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
