package dev.muster.engine.export;

import java.io.BufferedWriter;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file that is there whole or not at all: it is written beside its place and put there in the
 * end. What is there already is replaced only when that is said, whoever puts it there meanwhile.
 */
final class ExportFile implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ExportFile.class);

  private final Path file;
  private final boolean overwrite;
  private final Path beside;
  private final FileChannel channel;
  private final OutputStream stream;
  private final Writer out;

  ExportFile(Path file, boolean overwrite) throws IOException {
    this.file = file;
    this.overwrite = overwrite;
    if (Files.isDirectory(file)) {
      throw new IsFolder(file.toString());
    }
    if (!overwrite && Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new FileAlreadyExistsException(file.toString());
    }
    this.beside = file.resolveSibling("." + file.getFileName() + "." + UUID.randomUUID());
    this.channel =
        FileChannel.open(beside, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
    this.stream = Channels.newOutputStream(channel);
    this.out = new BufferedWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), 1 << 16);
  }

  /** There is a folder of that name, and no file can take its place. */
  static final class IsFolder extends IOException {
    private static final long serialVersionUID = 1;

    IsFolder(String path) {
      super(path);
    }
  }

  /** For bytes instead of {@link #out}; unbuffered. Closing it leaves the file open. */
  OutputStream stream() {
    return new FilterOutputStream(stream) {
      @Override
      public void write(byte[] bytes, int from, int length) throws IOException {
        out.write(bytes, from, length);
      }

      @Override
      public void close() throws IOException {
        flush();
      }
    };
  }

  Writer out() {
    return out;
  }

  /** Puts it in its place. Returns its bytes. */
  long commit() throws IOException {
    out.flush();
    channel.force(true);
    long bytes = channel.size();
    if (overwrite) {
      Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      return bytes;
    }
    try {
      Files.createLink(file, beside); // unlike a rename, it never replaces
    } catch (FileAlreadyExistsException there) {
      throw there;
    } catch (IOException | UnsupportedOperationException noLinks) {
      LOG.debug("No link can be made beside {}", file, noLinks);
      Files.move(beside, file);
    }
    return bytes;
  }

  /** What is not in its place is taken away. */
  @Override
  public void close() throws IOException {
    try (channel) {
      Files.deleteIfExists(beside);
    }
  }
}
