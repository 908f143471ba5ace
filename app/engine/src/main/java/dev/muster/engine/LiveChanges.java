package dev.muster.engine;

import dev.muster.engine.event.LifeEvent.WorktreeReady;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.git.Changeset;
import dev.muster.engine.git.FileChange;
import dev.muster.engine.git.FileDiff;
import dev.muster.engine.session.Fleet;
import dev.muster.engine.session.FleetException;
import dev.muster.engine.session.SessionSnapshot;
import dev.muster.engine.session.Workplace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** What the worktrees of sessions change against their base, right now. Its methods block. */
final class LiveChanges {
  private final Fleet fleet;
  private final Workplace workplace;

  LiveChanges(Fleet fleet, Workplace workplace) {
    this.fleet = fleet;
    this.workplace = workplace;
  }

  /** Empty before the worktree was made. */
  Optional<Changeset> of(SessionId id) throws FleetException {
    SessionSnapshot session = known(id);
    WorktreeReady worktree = session.worktree();
    return worktree == null || !Files.isDirectory(Path.of(worktree.path()))
        ? Optional.empty()
        : Optional.of(workplace.changes(id, session, worktree));
  }

  /** One file's hunks of what {@link #of} said. */
  FileDiff diff(SessionId id, Changeset of, FileChange file) throws FleetException {
    SessionSnapshot session = known(id);
    WorktreeReady worktree = session.worktree();
    if (worktree == null) {
      throw new FleetException("This session has no worktree yet.");
    }
    return workplace.diff(id, session, worktree, of, file);
  }

  private SessionSnapshot known(SessionId id) throws FleetException {
    return fleet
        .session(id)
        .orElseThrow(() -> new FleetException("There is no session " + id + "."));
  }
}
