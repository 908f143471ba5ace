package dev.muster.engine.export;

import dev.muster.engine.event.SessionId;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * What is to be written where.
 *
 * @param sessions at least one, in the order in which they are to stand there
 * @param file the file or the folder, absolute; what it lies in is there. A folder is made when it
 *     is not
 * @param place what that path names
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
    ExportPlace place,
    boolean overwrite,
    Set<MaskKind> masked,
    boolean diffs) {
  public ExportRequest {
    sessions = List.copyOf(sessions);
    masked = Set.copyOf(masked);
  }

  /** All of them into one file. */
  public ExportRequest(
      List<SessionId> sessions,
      ExportFormat format,
      Path file,
      boolean overwrite,
      Set<MaskKind> masked,
      boolean diffs) {
    this(sessions, format, file, ExportPlace.FILE, overwrite, masked, diffs);
  }
}
