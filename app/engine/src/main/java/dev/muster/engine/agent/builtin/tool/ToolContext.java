package dev.muster.engine.agent.builtin.tool;

import dev.muster.engine.agent.AgentListener;
import dev.muster.engine.agent.Gate;
import dev.muster.engine.store.Masking;
import java.nio.file.Path;

/**
 * What the tools of one attempt share. Safe for any thread.
 *
 * @param worktree where the session works, absolute and real
 * @param sessionFolder the session's own folder, absolute; output too long to tell goes there
 * @param listener hears streamed output and plans
 * @param gate asked before anything is done, and for the person's answers
 * @param seen which file contents the model has seen; a fresh one per attempt
 * @param masking takes secrets out of the output that is kept in files
 */
public record ToolContext(
    Path worktree,
    Path sessionFolder,
    AgentListener listener,
    Gate gate,
    SeenFiles seen,
    Masking masking) {

  /** A context whose model has not seen any file yet. */
  public ToolContext(Path worktree, Path sessionFolder, AgentListener listener, Gate gate) {
    this(worktree, sessionFolder, listener, gate, new SeenFiles(), Masking.of(System.getenv()));
  }
}
