package dev.muster.engine.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.muster.engine.event.SessionId;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code wire.log} and its three predecessors: when it is full, each moves one number up and the
 * oldest is dropped. Opened with the first line. Used by one thread.
 */
final class RotatingFile {
  private static final Logger LOG = LoggerFactory.getLogger(RotatingFile.class);
  private static final int FILES = 4;

  private final DataFolder folder;
  private final SessionId session;
  private final long fileBytes;
  private @Nullable OutputStream out;
  private long written;

  /** Lines in a row that could not be kept. */
  private long missing;

  RotatingFile(DataFolder folder, SessionId session, long fileBytes) {
    this.folder = folder;
    this.session = session;
    this.fileBytes = fileBytes;
  }

  /** Appends whole lines in one write. A failure is told once, in Muster's own log. */
  void write(byte[] lines) {
    try {
      OutputStream file = out == null ? open() : out;
      if (written > 0 && written + lines.length > fileBytes) {
        file.close();
        rotate();
        file = open();
      }
      if (missing > 0) {
        byte[] gap = ("… " + missing + " lines could not be kept here\n").getBytes(UTF_8);
        file.write(gap);
        written += gap.length;
        missing = 0;
      }
      file.write(lines);
      written += lines.length;
    } catch (IOException | StoreException refused) {
      if (missing == 0) {
        LOG.warn("The raw log of session {} is not complete: {}", session, refused.toString());
      }
      missing++;
      cutBack();
    }
  }

  /** A full disk takes a part of a line: nobody could tell it from a whole one. */
  private void cutBack() {
    Path file = folder.sessionFolder(session).resolve(name(0));
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      if (channel.size() > written) {
        channel.truncate(written);
      }
    } catch (IOException refused) {
      LOG.debug(
          "The raw log of session {} ends in a part of a line: {}", session, refused.toString());
    }
  }

  private OutputStream open() throws IOException, StoreException {
    Path file = folder.createSessionFolder(session).resolve(name(0));
    OwnerOnly.createFile(file);
    OutputStream opened = Files.newOutputStream(file, StandardOpenOption.APPEND);
    out = opened;
    written = Files.size(file);
    return opened;
  }

  private void rotate() throws IOException {
    out = null;
    Path at = folder.sessionFolder(session);
    for (int n = FILES - 1; n > 0; n--) {
      Path newer = at.resolve(name(n - 1));
      if (Files.exists(newer)) {
        Files.move(newer, at.resolve(name(n)), StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  private static String name(int n) {
    return n == 0 ? "wire.log" : "wire." + n + ".log";
  }

  void close() {
    try {
      if (out != null) {
        out.close();
      }
    } catch (IOException refused) {
      LOG.warn("The raw log of session {} did not close: {}", session, refused.toString());
    }
    out = null;
  }
}
