package dev.muster.engine.store;

import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;

/**
 * Output too large for the journal, in files of the session's folder: at most 64 MiB for one call
 * and 512 MiB for the session; what is beyond is counted, not kept. Blocks on the disk; safe for
 * any thread.
 */
public final class Spill {
  /** Bytes kept of one call. */
  public static final long PER_CALL = 64L << 20;

  /** Bytes kept for one session. */
  public static final long PER_SESSION = 512L << 20;

  private static final String FOLDER = "spill";

  private final Path sessionFolder;
  private final long perCall;
  private final long perSession;
  private final Masking masking;

  /**
   * @param sessionFolder must have been made ({@link DataFolder#createSessionFolder})
   */
  public Spill(Path sessionFolder, Masking masking) {
    this(sessionFolder, PER_CALL, PER_SESSION, masking);
  }

  Spill(Path sessionFolder, long perCall, long perSession, Masking masking) {
    this.sessionFolder = sessionFolder;
    this.perCall = perCall;
    this.perSession = perSession;
    this.masking = masking;
  }

  /**
   * A new file for the output of a call.
   *
   * @param callId only its letters and digits go into the file's name: an agent chose it
   */
  public File open(String callId) throws IOException {
    Path folder = sessionFolder.resolve(FOLDER);
    OwnerOnly.createFolder(folder);
    String name = callId.replaceAll("[^A-Za-z0-9_-]", "");
    name = name.isEmpty() ? "call" : name.substring(0, Math.min(name.length(), 48));
    // File systems that ignore case must not make two calls share a file.
    name = name.toLowerCase(Locale.ROOT);
    long left = Math.max(0, Math.min(perCall, perSession - used(folder)));
    for (int n = 0; ; n++) {
      Path file = folder.resolve(n == 0 ? name + ".log" : name + "-" + n + ".log");
      try {
        Files.createFile(file, OwnerOnly.fileAttributes(file));
        return new File(file, FOLDER + "/" + file.getFileName(), left, masking);
      } catch (FileAlreadyExistsException taken) {
        // A call id may come again in a later attempt: the next number is free.
      }
    }
  }

  /**
   * Reads a piece of a spilled output.
   *
   * @param relative as {@link File#relative()} gave it
   * @param offset bytes from the beginning
   * @param max at most this many bytes, 1 MiB at the most; a character cut at an edge shows as �
   * @throws NoSuchFileException when there is no such file in this session's folder
   */
  public String read(String relative, long offset, int max) throws IOException {
    Path file = resolve(relative);
    try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
      long from = Math.clamp(offset, 0, in.length());
      byte[] bytes = new byte[(int) Math.min(Math.clamp(max, 0, 1 << 20), in.length() - from)];
      in.seek(from);
      in.readFully(bytes);
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }

  /** The file behind a relative name, checked to be a spilled output of this session. */
  public Path resolve(String relative) throws IOException {
    Path folder = sessionFolder.resolve(FOLDER).normalize();
    Path file = sessionFolder.resolve(relative).normalize();
    if (!folder.equals(file.getParent()) || !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new NoSuchFileException(relative, null, "no output of this session");
    }
    return file;
  }

  private static long used(Path folder) throws IOException {
    long sum = 0;
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        sum += Files.size(file);
      }
    }
    return sum;
  }

  /** One output being written. One thread at a time. */
  public static final class File implements AutoCloseable {
    private final Path path;
    private final String relative;
    private final OutputStream out;
    private long left;
    private long dropped;

    private File(Path path, String relative, long left, Masking masking) throws IOException {
      this.path = path;
      this.relative = relative;
      this.left = left;
      this.out = new MaskedStream(masking, Files.newOutputStream(path, StandardOpenOption.APPEND));
    }

    /** Where it is, absolute. */
    public Path path() {
      return path;
    }

    /** Its name for {@code ToolOutput.spillFile}: relative to the session's folder. */
    public String relative() {
      return relative;
    }

    /** Appends text as UTF-8; what is beyond the bound is only counted. */
    public void append(String text) throws IOException {
      append(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Appends bytes; what is beyond the bound is only counted. */
    public void append(byte[] bytes) throws IOException {
      int kept = (int) Math.min(left, bytes.length);
      out.write(bytes, 0, kept);
      left -= kept;
      dropped += bytes.length - kept;
    }

    /** Bytes that were not kept because the bound was reached. */
    public long dropped() {
      return dropped;
    }

    @Override
    public void close() throws IOException {
      out.close();
    }
  }
}
