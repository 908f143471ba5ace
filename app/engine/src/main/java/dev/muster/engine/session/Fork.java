package dev.muster.engine.session;

import dev.muster.engine.agent.AgentLaunch;
import dev.muster.engine.event.LifeEvent.WorktreeReady;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Makes of a session the task of another one that begins where it stands. */
final class Fork {
  private final FleetParts parts;

  Fork(FleetParts parts) {
    this.parts = parts;
  }

  /** What to make; keeps the files as they are first, so that they can be started from. Blocks. */
  SessionSpec of(SessionSnapshot from, String task) throws FleetException {
    String conversation = from.resumeToken();
    if (conversation == null || !parts.profile(from.agentId()).forks()) {
      throw new FleetException(
          from.agentName() + " cannot begin with what was said in another session.");
    }
    if (from.state().takesSlot()) {
      throw new FleetException("It is at work. Its turn has to be over first.");
    }
    Map<String, String> options = new HashMap<>(from.options());
    options.put(AgentLaunch.FORK, conversation);
    return new SessionSpec(
        task,
        null,
        Path.of(from.repository()),
        from.agentId(),
        from.model(),
        from.mode(),
        start(from),
        from.limits(),
        List.of(),
        false,
        options);
  }

  private String start(SessionSnapshot from) throws FleetException {
    WorktreeReady worktree = from.worktree();
    if (worktree != null && Files.isDirectory(Path.of(worktree.path()))) {
      return parts.workplace().checkpoint(from.id(), from, worktree, from.turn()).commit();
    }
    Workplace places = parts.workplace();
    String kept = worktree == null ? null : places.kept(from.id(), from, worktree);
    return kept == null ? from.startFrom() : kept;
  }
}
