package dev.muster.engine.agent.transcript;

import dev.muster.engine.agent.transcript.Transcripts.ReadThrough;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.function.IntConsumer;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A file of lines of JSON that an agent keeps of a conversation. It may be written while it is
 * read, and may hold anything. Safe for any thread.
 *
 * @param bytes how long it is
 * @param changed when it was written last
 */
public record TranscriptFile(Path path, long bytes, Instant changed) {
  /** A longer line, in bytes, is left out; pictures that people paste are up to 7 MB. */
  private static final int MOST_IN_LINE = 16 << 20;

  private static final long MOST_IN_HEAD = 4 << 20;
  private static final long MOST_IN_FILE = 2L << 30;

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxStringLength(MOST_IN_LINE)
                          .maxNestingDepth(1_000)
                          .build())
                  .build())
          .build();

  /** Takes the entries of a file, one after the other. */
  public interface Entries {
    /** The next entry. */
    void entry(ObjectNode entry);

    /** An entry that is longer than can be taken was left out. */
    default void tooLong(long bytes) {}

    /** Whether nothing more is wanted. */
    default boolean enough() {
      return false;
    }
  }

  /** Reads the beginning of the file, some megabytes at most, until it is enough. */
  public void head(Entries entries) throws IOException {
    read(entries, MOST_IN_HEAD, _ -> {});
  }

  /**
   * Reads the file to its end, or until it is enough.
   *
   * @param read is told how many bytes were read, at least every 64 KiB
   */
  public ReadThrough read(Entries entries, IntConsumer read) throws IOException {
    return read(entries, MOST_IN_FILE, read);
  }

  private ReadThrough read(Entries entries, long most, IntConsumer read) throws IOException {
    long broken = 0;
    try (BoundedLines lines =
        new BoundedLines(
            Files.newInputStream(path, LinkOption.NOFOLLOW_LINKS), MOST_IN_LINE, most, read)) {
      for (BoundedLines.Line line = lines.next();
          line != null && !entries.enough();
          line = lines.next()) {
        if (line.bytes() > MOST_IN_LINE) {
          if (line.ended()) {
            entries.tooLong(line.bytes());
          }
        } else if (!line.text().isBlank()) {
          ObjectNode entry = parse(line.text());
          if (entry != null) {
            entries.entry(entry);
          } else if (line.ended()) {
            broken++; // a last line without its end is still being written
          }
        }
      }
    }
    return new ReadThrough(broken);
  }

  private static @org.jspecify.annotations.Nullable ObjectNode parse(String line) {
    try {
      return MAPPER.readTree(line) instanceof ObjectNode object ? object : null;
    } catch (JacksonException noJson) {
      return null;
    }
  }

  /** Why a file cannot be read, a few words. */
  public static String reason(IOException failed) {
    return switch (failed) {
      case AccessDeniedException _ -> "you have no permission to read it";
      case NoSuchFileException _ -> "it is gone";
      default -> {
        String message = failed.getMessage();
        yield message == null ? failed.getClass().getSimpleName() : message;
      }
    };
  }
}
