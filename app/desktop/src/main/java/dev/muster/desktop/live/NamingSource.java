package dev.muster.desktop.live;

import dev.muster.engine.agent.AgentCommand;
import dev.muster.engine.complete.NamedFile;
import dev.muster.engine.event.SessionId;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** What can be named while a prompt to a session is written. Every method returns at once. */
public interface NamingSource {
  /**
   * The files of its worktree that fit what was typed, the best first.
   *
   * @param most how many are wanted
   */
  CompletableFuture<List<NamedFile>> files(SessionId session, String typed, int most);

  /** The commands its agent announced. */
  CompletableFuture<List<AgentCommand>> commands(SessionId session);
}
