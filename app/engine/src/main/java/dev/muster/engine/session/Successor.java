package dev.muster.engine.session;

import dev.muster.engine.event.PermissionMode;
import dev.muster.engine.event.SessionId;
import org.jspecify.annotations.Nullable;

/**
 * A new session that takes after another one, which stays as it is and may be over or imported.
 *
 * @param of the other one
 * @param told what the new one's agent knows of it
 * @param task its first prompt; null for the other one's first prompt, with what was attached to it
 * @param agentId null for the other one's agent
 * @param model what that agent is to use; null for its own choice, or, where the agent stays the
 *     same, for the other one's
 * @param mode what it may do without asking; null for as in the other one, which for an imported
 *     one is to suggest
 * @param start the files it begins with
 */
public record Successor(
    SessionId of,
    Told told,
    @Nullable String task,
    @Nullable String agentId,
    @Nullable String model,
    @Nullable PermissionMode mode,
    Start start) {

  /** What the agent of the new session knows of the other one. */
  public enum Told {
    /** Nothing: the same prompt once more. */
    NOTHING,
    /** A summary of what was said and done, made from the journal: {@link Fleet#account}. */
    SUMMARY
  }

  /** The files that the new session begins with. */
  public enum Start {
    /** The commit that the other one began with. */
    SAME_BASE,
    /** The branch that the other one began on, as it is now; what is checked out where none was. */
    PRESENT_TIP,
    /** The other one's files as they are; that one must be at rest. */
    ITS_FILES
  }

  /** The other one's first prompt again, given to another agent. */
  public static Successor rerun(SessionId of, @Nullable String agentId, Start start) {
    return new Successor(of, Told.NOTHING, null, agentId, null, null, start);
  }

  /** A new task for an agent that is told what was said and done in the other one. */
  public static Successor withSummary(
      SessionId of, String task, @Nullable String agentId, Start start) {
    return new Successor(of, Told.SUMMARY, task, agentId, null, null, start);
  }
}
