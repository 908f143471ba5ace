package dev.muster.engine.session;

import dev.muster.engine.agent.Agent;
import dev.muster.engine.event.LifeEvent.WorktreeReady;
import dev.muster.engine.event.Recorded;
import dev.muster.engine.event.SessionState;
import dev.muster.engine.session.RecoveryReport.Cause;
import dev.muster.engine.session.RecoveryReport.Interrupted;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Looks what of the sessions that stand as lost is safe. */
final class RecoverySurvey {
  /** More than is ever stored at once for a session that is lost. */
  private static final int TAIL = 500;

  private final FleetParts parts;

  RecoverySurvey(FleetParts parts) {
    this.parts = parts;
  }

  /** Blocks for as long as git takes to look at each worktree. */
  RecoveryReport look(Collection<SessionSnapshot> sessions, Cause cause) {
    List<Interrupted> lost =
        sessions.stream()
            .filter(s -> s.state() == SessionState.LOST)
            .map(this::look)
            .sorted(Comparator.comparing(Interrupted::heardAt).reversed())
            .toList();
    return new RecoveryReport(cause, lost);
  }

  private Interrupted look(SessionSnapshot session) {
    Integer turn = null;
    Recorded kept = null;
    for (Map.Entry<Integer, Recorded> each : Rewinder.checkpoints(parts, session.id()).entrySet()) {
      turn = each.getKey();
      kept = each.getValue();
    }
    Integer uncommitted = null;
    String problem = null;
    try {
      uncommitted = uncommitted(session);
    } catch (FleetException unseen) {
      problem = unseen.sentence();
    }
    Agent agent = parts.agents().get(session.agentId());
    List<Recorded> tail = parts.journal().tail(session.id(), TAIL);
    return new Interrupted(
        session,
        Recovery.heardAt(tail, session.lastEventAt()),
        Continuation.of(session, agent == null ? null : agent.profile()),
        turn,
        kept == null ? null : kept.at(),
        Recovery.waited(tail),
        session.queued().size() + session.failedPrompts().size(),
        uncommitted,
        problem);
  }

  private @Nullable Integer uncommitted(SessionSnapshot session) throws FleetException {
    WorktreeReady worktree = session.worktree();
    if (worktree == null) {
      return 0;
    }
    if (!Files.isDirectory(Path.of(worktree.path()))) {
      throw new FleetException(
          "Its worktree is gone. “muster doctor” says how to get it back. What was there at the end"
              + " of a turn, if there was one, is kept under refs/muster/"
              + session.id()
              + ".");
    }
    return parts.workplace().uncommitted(session.id(), session, worktree);
  }
}
