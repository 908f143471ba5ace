package dev.muster.engine.review;

import dev.muster.engine.event.LifeEvent.WorktreeReady;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.git.GitException;
import dev.muster.engine.git.Repository;
import dev.muster.engine.git.SessionWork;
import dev.muster.engine.session.Fleet;
import dev.muster.engine.session.FleetException;
import dev.muster.engine.session.ReviewAccess;
import dev.muster.engine.session.SessionSnapshot;
import dev.muster.engine.session.Workplace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

/** Finds where the work of a session lies and where it can go. Any thread; blocking. */
final class LandingPlaces {
  private final Fleet fleet;
  private final ReviewAccess sessions;
  private final Workplace workplace;

  LandingPlaces(Fleet fleet, ReviewAccess sessions, Workplace workplace) {
    this.fleet = fleet;
    this.sessions = sessions;
    this.workplace = workplace;
  }

  /** A session's work, and where it would go. */
  record Place(SessionSnapshot session, SessionWork work, Repository repository) {}

  /** Something done with it. */
  interface AtPlace<T> {
    T run(Place place) throws FleetException, GitException;
  }

  /** Does something while no turn of the session runs. */
  <T> CompletableFuture<T> atRest(SessionId id, AtPlace<T> work) {
    return sessions.atRest(
        id,
        session -> {
          try {
            return work.run(of(session));
          } catch (GitException refused) {
            throw new FleetException(String.valueOf(refused.getMessage()), refused);
          }
        });
  }

  SessionSnapshot known(SessionId id) throws FleetException {
    return fleet
        .session(id)
        .orElseThrow(() -> new FleetException("There is no session " + id + " any more."));
  }

  Repository repository(SessionSnapshot session) throws FleetException {
    return workplace.repository(Path.of(session.repository()));
  }

  Place of(SessionId id) throws FleetException {
    return of(known(id));
  }

  private Place of(SessionSnapshot session) throws FleetException {
    WorktreeReady worktree = session.worktree();
    if (worktree == null || !Files.isDirectory(Path.of(worktree.path()))) {
      throw new FleetException("This session has no worktree, so there is nothing to land.");
    }
    return new Place(session, workplace.work(session.id(), worktree), repository(session));
  }
}
