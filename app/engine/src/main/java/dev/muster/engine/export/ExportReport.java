package dev.muster.engine.export;

import java.nio.file.Path;
import java.util.Map;

/**
 * What was written.
 *
 * @param bytes of the file
 * @param masked how often each kind was taken out
 */
public record ExportReport(
    Path file, int sessions, long events, long bytes, Map<MaskKind, Long> masked) {
  public ExportReport {
    masked = Map.copyOf(masked);
  }
}
