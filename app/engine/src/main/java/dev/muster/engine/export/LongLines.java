package dev.muster.engine.export;

import dev.muster.engine.export.ImportedFile.Broken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Reads lines of UTF-8 from any place of a file; bounded, and strict. Used by one thread. */
final class LongLines {
  /** Bytes of a line: no event comes near it. */
  static final int LONGEST = 64 << 20;

  private final SeekableByteChannel channel;
  private final ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private long offset;
  private long number;

  /**
   * @param offset where to begin, in bytes
   * @param number of the line before, 0 at the beginning
   */
  LongLines(SeekableByteChannel channel, long offset, long number) throws IOException {
    this.channel = channel;
    this.offset = offset;
    this.number = number;
    channel.position(offset);
    buffer.limit(0);
  }

  /** The next line without its end; null at the end of the file. */
  @Nullable String next() throws IOException, Broken {
    line.reset();
    boolean any = false;
    while (true) {
      if (!buffer.hasRemaining()) {
        buffer.clear();
        int read = channel.read(buffer);
        buffer.flip();
        if (read <= 0) {
          buffer.limit(0);
          return any ? text() : null;
        }
      }
      byte[] bytes = buffer.array();
      int from = buffer.position();
      int end = from;
      while (end < buffer.limit() && bytes[end] != '\n') {
        end++;
      }
      any = true;
      boolean ended = end < buffer.limit();
      buffer.position(ended ? end + 1 : end);
      offset += end - from + (ended ? 1 : 0);
      if (line.size() + end - from > LONGEST) {
        number++;
        throw new Broken("is longer than any event");
      }
      line.write(bytes, from, end - from);
      if (ended) {
        return text();
      }
    }
  }

  private String text() throws Broken {
    number++;
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(line.toByteArray()))
          .toString()
          .stripTrailing();
    } catch (CharacterCodingException other) {
      throw new Broken("is not UTF-8");
    }
  }

  /** Where the next line begins. */
  long offset() {
    return offset;
  }

  /** The number of the last line, from 1. */
  long number() {
    return number;
  }
}
