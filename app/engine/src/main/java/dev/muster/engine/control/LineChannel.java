package dev.muster.engine.control;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Lines of UTF-8 over a socket, both ways. What comes in is bounded: of a line that is too long
 * nothing is kept. One thread may read; any thread may write, a line at a time.
 */
final class LineChannel implements AutoCloseable {
  private static final int BUFFER = 16 * 1024;

  private final SocketChannel channel;
  private final int longest;
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER).flip();
  private final Object writing = new Object();

  /**
   * Takes over the channel.
   *
   * @param longest bytes of a line that is read
   */
  LineChannel(SocketChannel channel, int longest) {
    this.channel = channel;
    this.longest = longest;
  }

  /** A line was longer than allowed; it was skipped, and the next one can be read. */
  static final class TooLong extends IOException {
    private static final long serialVersionUID = 1;

    TooLong(int longest) {
      super("A line may have " + longest + " bytes; a longer one was skipped.");
    }
  }

  /** The next line without its end; null at the end of the stream. Blocks. */
  @Nullable String read() throws IOException {
    var line = new ByteArrayOutputStream(256);
    boolean skipping = false;
    while (true) {
      if (!buffer.hasRemaining()) {
        buffer.clear();
        int count = channel.read(buffer);
        buffer.flip();
        if (count < 0) {
          // A line without its end is the last word of a peer that died: not to be obeyed.
          return null;
        }
      }
      int from = buffer.position();
      int to = from;
      while (to < buffer.limit() && buffer.get(to) != '\n') {
        to++;
      }
      boolean ended = to < buffer.limit();
      skipping |= line.size() + (to - from) > longest;
      if (!skipping) {
        line.write(buffer.array(), from, to - from);
      } else {
        line.reset();
      }
      buffer.position(ended ? to + 1 : to);
      if (ended && skipping) {
        throw new TooLong(longest);
      }
      if (ended) {
        return line.toString(StandardCharsets.UTF_8);
      }
    }
  }

  /** Sends a line. Blocks while the other side does not read. */
  void write(String line) throws IOException {
    ByteBuffer bytes = StandardCharsets.UTF_8.encode(line + "\n");
    synchronized (writing) {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
