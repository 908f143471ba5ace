package dev.muster.engine.agent;

import dev.muster.engine.event.Limits;
import dev.muster.engine.event.PermissionMode;
import dev.muster.engine.event.Recorded;
import dev.muster.engine.event.SessionId;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * All an attempt needs to know when it starts.
 *
 * @param attempt 1, 2 …
 * @param worktree where it works, absolute and real
 * @param sessionFolder the session's own folder for spilled output, absolute
 * @param model what to use; null for the agent's own choice
 * @param mode the permission mode now; asked again at every decision through the gate
 * @param limits the session's limits
 * @param usage what the session has used so far, so that limits count over attempts
 * @param resumeToken the agent's own id of the conversation to go on with; null to begin anew
 * @param history what the journal holds of this session so far, in order, but for turns that it was
 *     taken back from; empty for a new one. Read once, while opening; may be long
 * @param options such as the rehearsal script's name
 * @param gate asked before anything is done
 */
public record AgentLaunch(
    SessionId session,
    int attempt,
    Path worktree,
    Path sessionFolder,
    @Nullable String model,
    PermissionMode mode,
    Limits limits,
    Spent usage,
    @Nullable String resumeToken,
    Supplier<List<Recorded>> history,
    Map<String, String> options,
    Gate gate) {

  /**
   * The option that begins a new conversation with all that was said in another one, the agent's
   * own id of it. Only counts while there is nothing to resume, and where the profile allows it.
   */
  public static final String FORK = "fork";

  /** With {@link #FORK}: the agent's own name of the point until which; the end without it. */
  public static final String FORK_AT = "fork-at";

  /**
   * With {@link #FORK}, for agents whose conversation is the journal itself: the session that it
   * was in. {@link #history()} then begins with what counts of it.
   */
  public static final String FORK_SESSION = "fork-session";

  /** With {@link #FORK_SESSION}: the turn until whose end. */
  public static final String FORK_TURN = "fork-turn";

  /**
   * The session whose story the agent is told when it cannot begin with that conversation itself,
   * or was not asked to. For Muster itself.
   */
  public static final String TOLD_OF = "told-of";

  /** With {@link #TOLD_OF}: the turn until whose end; all of it without. */
  public static final String TOLD_UNTIL = "told-until";

  /** All that say what a session began with. */
  public static final Set<String> FORKS =
      Set.of(FORK, FORK_AT, FORK_SESSION, FORK_TURN, TOLD_OF, TOLD_UNTIL);

  /**
   * The option with which a conversation is to be gone on with from an earlier point of it, the
   * agent's own name of that point. The conversation itself is to stay as it is: the agent goes on
   * in a copy. Only where the profile allows it ({@link AgentProfile#rewinds()}).
   */
  public static final String RESUME_AT = "resume-at";

  /** Tokens (input and output) and money spent by the session before this attempt. */
  public record Spent(long tokens, long costMicros) {}
}
