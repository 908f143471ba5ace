package dev.muster.engine.keep;

import dev.muster.engine.event.SessionId;
import java.time.Instant;

/**
 * What one session takes on the disk, in bytes.
 *
 * @param events how many events
 * @param journal their part of the journal
 * @param outputs large outputs that stand in files of their own
 * @param rawLogs what was said between Muster and the agent, word for word
 * @param attachments pictures and other files that went with prompts
 * @param ignoredKept ignored files kept of a worktree that was removed
 * @param other what else lies in the session's folder
 * @param source the worktree's files that git tracks or would track
 * @param caches the worktree's ignored files, such as {@code node_modules} and {@code target}
 * @param complete false when a part could not be read
 * @param measured when
 */
public record DiskUse(
    SessionId session,
    long events,
    long journal,
    long outputs,
    long rawLogs,
    long attachments,
    long ignoredKept,
    long other,
    long source,
    long caches,
    boolean complete,
    Instant measured) {

  /** All of it. */
  public long total() {
    return journal + files() + worktree();
  }

  /** The session's own folder. */
  public long files() {
    return outputs + rawLogs + attachments + ignoredKept + other;
  }

  /** The worktree; 0 when there is none any more. */
  public long worktree() {
    return source + caches;
  }
}
