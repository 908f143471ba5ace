package dev.muster.engine.export;

import dev.muster.engine.event.SessionId;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * What is to be written where.
 *
 * @param sessions at least one, in the order in which they are to stand in the file
 * @param file absolute; its folder is there
 * @param overwrite whether a file that is there may be replaced
 * @param masked what is taken out of all texts; nothing for an export that can be taken in again as
 *     it was
 * @param diffs whether the changes of each turn go with it, where the repository still has them;
 *     not with {@link ExportFormat#JSON_LINES}, which holds what the journal holds
 */
public record ExportRequest(
    List<SessionId> sessions,
    ExportFormat format,
    Path file,
    boolean overwrite,
    Set<MaskKind> masked,
    boolean diffs) {
  public ExportRequest {
    sessions = List.copyOf(sessions);
    masked = Set.copyOf(masked);
  }
}
