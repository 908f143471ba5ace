package dev.muster.engine.agent;

import dev.muster.engine.event.Limits;
import dev.muster.engine.event.PermissionMode;
import dev.muster.engine.event.Recorded;
import dev.muster.engine.event.SessionId;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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
 * @param history what the journal holds of this session so far, in order; empty for a new one. Read
 *     once, while opening; may be long
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

  /** Tokens (input and output) and money spent by the session before this attempt. */
  public record Spent(long tokens, long costMicros) {}
}
