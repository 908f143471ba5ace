package dev.muster.engine.export;

import dev.muster.engine.event.SessionId;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What was written.
 *
 * @param file the file or folder that was asked for
 * @param sessions how many were written
 * @param events of them
 * @param bytes of all files together
 * @param masked how often each kind was taken out
 * @param written each session, in order
 * @param failed those that could not be written; the others are there all the same. Only of a
 *     folder: one file is there whole or not at all
 * @param stopped whether it was stopped; what was written until then is whole
 */
public record ExportReport(
    Path file,
    int sessions,
    long events,
    long bytes,
    Map<MaskKind, Long> masked,
    List<Written> written,
    List<Failed> failed,
    boolean stopped) {
  public ExportReport {
    masked = Map.copyOf(masked);
    written = List.copyOf(written);
    failed = List.copyOf(failed);
  }

  /**
   * A session that was written.
   *
   * @param file where it is; the archive's when it is in one
   * @param entry its name in the archive; empty when it is in none
   */
  public record Written(SessionId session, String title, Path file, String entry, long events) {}

  /**
   * A session that was not.
   *
   * @param why a sentence
   */
  public record Failed(SessionId session, String title, String why) {}
}
