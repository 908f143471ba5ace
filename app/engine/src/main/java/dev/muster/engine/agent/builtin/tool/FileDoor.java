package dev.muster.engine.agent.builtin.tool;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens and replaces files without ever going through a symbolic link: from a folder that is
 * trusted it takes one step at a time, each relative to the folder that is already open. A link
 * that is put in the way after the path was checked makes it fail instead of leading elsewhere.
 *
 * <p>Where the system has no such calls (Windows) it opens by path and refuses a link at the end.
 */
final class FileDoor implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FileDoor.class);
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Set<OpenOption> READ =
      Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
  private static final Set<OpenOption> CREATE =
      Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW, LinkOption.NOFOLLOW_LINKS);

  private final Path file;
  private final Path name;
  private final List<DirectoryStream<Path>> open = new ArrayList<>();
  private @Nullable SecureDirectoryStream<Path> folder;

  /**
   * Opens the folder of a file.
   *
   * @param anchor a folder above the file, trusted as it is
   * @param file absolute and real
   * @throws IOException when a step is no folder or has become a link
   */
  FileDoor(Path anchor, Path file) throws IOException {
    this.file = file;
    Path last = file.getFileName();
    if (last == null || file.equals(anchor)) {
      throw new IOException("it is a folder");
    }
    if (!file.startsWith(anchor)) {
      throw new IOException("it is not below " + anchor);
    }
    this.name = last;
    try {
      enter(anchor);
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  private void enter(Path anchor) throws IOException {
    DirectoryStream<Path> first = Files.newDirectoryStream(anchor);
    open.add(first);
    if (!(first instanceof SecureDirectoryStream<Path> at)) {
      return;
    }
    Path steps = anchor.relativize(file).getParent();
    if (steps != null) {
      for (Path step : steps) {
        at = at.newDirectoryStream(step, LinkOption.NOFOLLOW_LINKS);
        open.add(at);
      }
    }
    folder = at;
  }

  /** What the file is now; never follows a link. */
  BasicFileAttributes attributes() throws IOException {
    return folder == null
        ? Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
        : view(BasicFileAttributeView.class).readAttributes();
  }

  private <V extends BasicFileAttributeView> V view(Class<V> type) throws IOException {
    V view =
        folder == null
            ? Files.getFileAttributeView(file, type, LinkOption.NOFOLLOW_LINKS)
            : folder.getFileAttributeView(name, type, LinkOption.NOFOLLOW_LINKS);
    if (view == null) {
      throw new IOException("no " + type.getSimpleName() + " here");
    }
    return view;
  }

  /** Opens it for reading; the caller has made sure that it is a regular file. */
  InputStream read() throws IOException {
    SeekableByteChannel channel =
        folder == null ? Files.newByteChannel(file, READ) : folder.newByteChannel(name, READ);
    return Channels.newInputStream(channel);
  }

  /** The permissions of the file; null where the system has none of this kind. */
  @Nullable Set<PosixFilePermission> permissions() {
    try {
      return view(PosixFileAttributeView.class).readAttributes().permissions();
    } catch (IOException | UnsupportedOperationException _) {
      return null; // nothing to keep then
    }
  }

  /**
   * Puts new content in place of the file, or makes it: written aside in the same folder, forced to
   * the disk, then renamed, so that at every moment there is either all of the old or all of the
   * new.
   *
   * @param permissions to give it; null for the usual ones of a new file
   */
  void replace(byte[] content, @Nullable Set<PosixFilePermission> permissions) throws IOException {
    byte[] random = new byte[6];
    RANDOM.nextBytes(random);
    Path aside = Path.of(".muster-" + HexFormat.of().formatHex(random) + ".tmp");
    SecureDirectoryStream<Path> at = folder;
    Path byPath = file.resolveSibling(aside);
    boolean moved = false;
    try {
      try (SeekableByteChannel out =
          at == null ? Files.newByteChannel(byPath, CREATE) : at.newByteChannel(aside, CREATE)) {
        ByteBuffer buffer = ByteBuffer.wrap(content);
        while (buffer.hasRemaining()) {
          out.write(buffer);
        }
        if (out instanceof FileChannel channel) {
          channel.force(true);
        }
      }
      if (permissions != null) {
        PosixFileAttributeView view =
            at == null
                ? Files.getFileAttributeView(byPath, PosixFileAttributeView.class)
                : at.getFileAttributeView(
                    aside, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        if (view != null) {
          view.setPermissions(permissions);
        }
      }
      if (at == null) {
        Files.move(
            byPath, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } else {
        at.move(aside, at, name);
      }
      moved = true;
    } finally {
      if (!moved) {
        remove(aside, byPath);
      }
    }
  }

  private void remove(Path aside, Path byPath) {
    try {
      if (folder == null) {
        Files.deleteIfExists(byPath);
      } else {
        folder.deleteFile(aside);
      }
    } catch (NoSuchFileException _) {
      // It was never made: that is what failed.
    } catch (IOException e) {
      LOG.warn("The unfinished file {} could not be removed.", byPath, e);
    }
  }

  @Override
  public void close() {
    for (DirectoryStream<Path> stream : open.reversed()) {
      try {
        stream.close();
      } catch (IOException e) {
        LOG.debug("A folder could not be closed; nothing was written through it.", e);
      }
    }
    open.clear();
  }
}
