package dev.muster.engine.store;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A copy of the journal in one file, which was found to be sound after it was made.
 *
 * @param made when it was begun: it holds everything stored before that
 * @param bytes of the file
 * @param why what it was made for
 * @param events in it; -1 where that was not counted
 * @param took null where it was made earlier
 */
public record Backup(
    Path file, Instant made, long bytes, Why why, long events, @Nullable Duration took) {
  /** What a copy was made for; the word stands in its file's name. */
  public enum Why {
    /** Every day that something happened. */
    AUTO,
    /** Before a newer Muster changed the form of the journal. */
    MIGRATION,
    /** Somebody asked for it. */
    ASKED
  }
}
