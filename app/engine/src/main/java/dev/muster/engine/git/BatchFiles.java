package dev.muster.engine.git;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes the contents that {@code git cat-file --batch} says one after the other into files: one
 * process for a thousand files.
 */
final class BatchFiles implements AutoCloseable {
  private final Iterator<Path> files;
  private final ByteArrayOutputStream head = new ByteArrayOutputStream();
  private @Nullable OutputStream out;
  private long left;
  private int written;

  /**
   * @param files in the order in which their contents come
   */
  BatchFiles(List<Path> files) {
    this.files = files.iterator();
  }

  /** How many files are complete. */
  int written() {
    return written;
  }

  /** Takes the next piece; always wants more, so that what is missing is seen at the end. */
  boolean accept(byte[] chunk) {
    try {
      for (int at = 0; at < chunk.length; ) {
        at = out == null ? begin(chunk, at) : go(out, chunk, at);
      }
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads {@code 0123… blob 12} to its line end. */
  private int begin(byte[] chunk, int from) throws IOException {
    int at = from;
    while (at < chunk.length && chunk[at] != '\n') {
      head.write(chunk[at++]);
    }
    if (at == chunk.length) {
      return at;
    }
    var words = head.toString(StandardCharsets.US_ASCII).split(" ");
    head.reset();
    if (words.length != 3 || !words[1].equals("blob") || !files.hasNext()) {
      throw new GitException("A content is not in the repository any more: " + words[0]);
    }
    left = Long.parseLong(words[2]);
    out = Files.newOutputStream(files.next());
    return at + 1;
  }

  /** Reads the content, and the line end after it. */
  private int go(OutputStream to, byte[] chunk, int at) throws IOException {
    int there = (int) Math.min(left, chunk.length - at);
    to.write(chunk, at, there);
    left -= there;
    if (left > 0 || at + there == chunk.length) {
      return at + there;
    }
    to.close();
    out = null;
    written++;
    return at + there + 1;
  }

  @Override
  public void close() throws IOException {
    if (out != null) {
      out.close();
    }
  }
}
