package dev.muster.engine.export;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * An archive of Muster's own export. Its entries are unpacked one at a time, each into a file
 * without a name that is gone with the process; what an entry is called is shown and never a path.
 * How much comes out of it is bounded, whatever the archive says about itself. Used by one thread.
 */
final class ImportedArchive implements AutoCloseable {
  /** More sessions than one export takes. */
  private static final int MOST_ENTRIES = 20_000;

  /** So much may come out of any archive; more only of one that is large itself. */
  static final long ALWAYS = 64L << 20;

  /** Histories shrink to a tenth, with much of the same in them to a fiftieth. */
  static final int MOST_TIMES = 200;

  private static final int LONGEST_NAME = 200;
  private static final int PIECE = 1 << 16;

  private final Path file;
  private final Path besides;
  private final ZipFile zip;
  private final long most;
  private final List<ZipEntry> entries;

  private ImportedArchive(Path file, Path besides, ZipFile zip) throws IOException {
    this.file = file;
    this.besides = besides;
    this.zip = zip;
    this.most = Math.max(ALWAYS, Files.size(file) * MOST_TIMES);
    this.entries =
        zip.stream()
            .filter(entry -> !entry.isDirectory() && entry.getName().endsWith(".jsonl"))
            .limit(MOST_ENTRIES + 1)
            .map(ZipEntry.class::cast)
            .toList();
  }

  /** Whether the file begins as an archive does; false when it cannot be read. */
  static boolean is(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      return false;
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] head = in.readNBytes(4);
      return head.length == 4
          && head[0] == 'P'
          && head[1] == 'K'
          && ((head[2] == 3 && head[3] == 4) || (head[2] == 5 && head[3] == 6));
    }
  }

  /**
   * Opens it and looks at what it lists.
   *
   * @param besides the folder that each entry is unpacked in
   * @throws ExportException when there is no session in it
   */
  static ImportedArchive open(Path file, Path besides) throws ExportException, IOException {
    ZipFile zip;
    try {
      zip = new ZipFile(file.toFile(), StandardCharsets.UTF_8);
    } catch (NoSuchFileException missing) {
      throw new ExportException("There is no file " + file + ".", missing);
    } catch (ZipException | IllegalArgumentException broken) {
      throw notSound(file, broken);
    }
    try {
      ImportedArchive archive = new ImportedArchive(file, besides, zip);
      if (archive.entries.isEmpty()) {
        throw new ExportException(
            "There is no file in "
                + file
                + " whose name ends with .jsonl; muster export --format jsonl makes such an"
                + " archive. Nothing was stored.");
      }
      if (archive.entries.size() > MOST_ENTRIES) {
        throw new ExportException(
            "There are more than "
                + MOST_ENTRIES
                + " files in "
                + file
                + ", which no export of Muster has. Nothing was stored.");
      }
      return archive;
    } catch (ExportException | IOException | RuntimeException failed) {
      zip.close();
      throw failed;
    }
  }

  List<ZipEntry> entries() {
    return entries;
  }

  /** What an entry is called in a sentence. */
  String shown(ZipEntry entry) {
    String name = entry.getName();
    String cut = name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME) + "…";
    return "“" + cut + "” in " + file;
  }

  /** How much has come out of the archive in one round over its entries. */
  static final class Room {
    private long used;
  }

  /**
   * Unpacks an entry. Whoever closes the channel has taken the file away.
   *
   * @param room of this round
   * @throws ExportException when the archive is damaged, when too much comes out of it, or when it
   *     was stopped
   */
  SeekableByteChannel unpack(ZipEntry entry, Room room, ExportListener listener)
      throws ExportException, IOException {
    Path unnamed = besides.resolve("unpacked-" + UUID.randomUUID());
    SeekableByteChannel channel =
        Files.newByteChannel(
            unnamed,
            Set.of(
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                StandardOpenOption.DELETE_ON_CLOSE));
    try {
      unpack(entry, room, listener, channel);
      return channel;
    } catch (ExportException | IOException | RuntimeException failed) {
      channel.close();
      throw failed;
    }
  }

  private void unpack(
      ZipEntry entry, Room room, ExportListener listener, SeekableByteChannel channel)
      throws ExportException, IOException {
    CRC32 sum = new CRC32();
    byte[] piece = new byte[PIECE];
    try (InputStream in = zip.getInputStream(entry)) {
      for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
        room.used += read;
        if (room.used > most) {
          throw new ExportException(
              "More than "
                  + most / (1 << 20)
                  + " MiB come out of "
                  + file
                  + ", which is too much for an archive of its size. Nothing was stored. Unpack it"
                  + " and import the files when you trust it.");
        }
        if (listener.cancelled()) {
          throw new ExportException.Failed("Stopped before the end. Nothing was stored.");
        }
        sum.update(piece, 0, read);
        ByteBuffer rest = ByteBuffer.wrap(piece, 0, read);
        while (rest.hasRemaining()) {
          channel.write(rest);
        }
      }
    } catch (ZipException broken) {
      throw notSound(file, broken);
    }
    if (entry.getCrc() != sum.getValue()) {
      throw new ExportException(
          shown(entry) + " is damaged: its checksum is another. Nothing was stored.");
    }
  }

  private static ExportException notSound(Path file, Exception broken) {
    return new ExportException(
        file + " is no sound zip archive (" + broken.getMessage() + "). Nothing was stored.",
        broken);
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }
}
