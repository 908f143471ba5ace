package dev.muster.engine.session;

import dev.muster.engine.event.SessionId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What needs a decision after Muster, an agent or the machine ended in the middle of work: every
 * session that stands as lost, and what of it is safe.
 *
 * @param cause what ended, as far as this start can tell
 * @param sessions the one that last gave a sign of life first; empty when nothing needs a decision
 */
public record RecoveryReport(Cause cause, List<Interrupted> sessions) {
  public RecoveryReport {
    sessions = List.copyOf(sessions);
  }

  /** What ended. */
  public enum Cause {
    /** Muster, or an agent while Muster ran. */
    PROGRAM_ENDED,
    /** The machine was started anew since. */
    MACHINE_RESTARTED
  }

  /**
   * A session that was at work.
   *
   * @param session as it stands
   * @param heardAt when it last gave a sign of life, before whatever was stored because it is lost
   * @param how what its agent will know when it is resumed
   * @param checkpoint the last turn whose files were kept as a checkpoint; null when none was
   * @param checkpointAt when that was; null when there is none
   * @param waited what it had asked a person, a sentence each; what it asked is withdrawn
   * @param unsent prompts that wait or could not be sent; they are stored
   * @param uncommitted files in its worktree that differ from its last commit; null when that could
   *     not be seen
   * @param problem why, a sentence; null when it could
   */
  public record Interrupted(
      SessionSnapshot session,
      Instant heardAt,
      Continuation how,
      @Nullable Integer checkpoint,
      @Nullable Instant checkpointAt,
      List<String> waited,
      int unsent,
      @Nullable Integer uncommitted,
      @Nullable String problem) {
    public Interrupted {
      waited = List.copyOf(waited);
    }

    public SessionId id() {
      return session.id();
    }
  }
}
