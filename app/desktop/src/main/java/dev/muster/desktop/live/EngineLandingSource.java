package dev.muster.desktop.live;

import dev.muster.engine.event.ClosedAs;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.git.Forecast;
import dev.muster.engine.git.Landed;
import dev.muster.engine.git.LandingPlan;
import dev.muster.engine.git.LandingWay;
import dev.muster.engine.git.MergeConflict;
import dev.muster.engine.git.Moving;
import dev.muster.engine.git.Resolution;
import dev.muster.engine.git.SessionCommit;
import dev.muster.engine.git.UndoPlan;
import dev.muster.engine.review.SessionConflicts;
import dev.muster.engine.review.SessionLandings;
import dev.muster.engine.review.SessionLandings.Interrupted;
import dev.muster.engine.session.Fleet;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The engine of this process, as what lands work sees it. */
final class EngineLandingSource implements LandingSource {
  private final SessionLandings landings;
  private final SessionConflicts conflicts;
  private final Fleet fleet;

  EngineLandingSource(SessionLandings landings, SessionConflicts conflicts, Fleet fleet) {
    this.conflicts = conflicts;
    this.landings = landings;
    this.fleet = fleet;
  }

  @Override
  public CompletableFuture<List<String>> targets(SessionId session) {
    return landings.targets(session);
  }

  @Override
  public CompletableFuture<String> message(SessionId session) {
    return landings.message(session);
  }

  @Override
  public CompletableFuture<LandingPlan> plan(
      SessionId session, String target, LandingWay way, String message) {
    return landings.plan(session, target, way, message);
  }

  @Override
  public CompletableFuture<Landed> land(SessionId session, LandingPlan plan, Moving moving) {
    return landings.land(session, plan, moving);
  }

  @Override
  public CompletableFuture<?> handBack(SessionId session, LandingPlan plan) {
    return landings.handBack(session, plan);
  }

  @Override
  public CompletableFuture<SessionConflicts.Shown> conflict(
      SessionId session, LandingPlan plan, MergeConflict conflict) {
    return conflicts.show(session, plan, conflict);
  }

  @Override
  public CompletableFuture<SessionCommit> resolve(
      SessionId session, LandingPlan plan, List<Resolution> resolutions, String message) {
    return conflicts.resolve(session, plan, resolutions, message);
  }

  @Override
  public CompletableFuture<?> keep(
      SessionId session, LandingPlan plan, List<Resolution> resolutions) {
    return conflicts.keep(session, plan, resolutions);
  }

  @Override
  public CompletableFuture<?> anew(SessionId session) {
    return conflicts.anew(session);
  }

  @Override
  public CompletableFuture<List<Landed>> landings(SessionId session) {
    return landings.landings(session);
  }

  @Override
  public CompletableFuture<UndoPlan> undoing(SessionId session, Landed landed) {
    return landings.undoing(session, landed);
  }

  @Override
  public CompletableFuture<Landed> undo(SessionId session, Landed landed, boolean withCheckout) {
    return landings.undo(session, landed, withCheckout);
  }

  @Override
  public CompletableFuture<Forecast> forecast(SessionId session, String target) {
    return landings.forecast(session, target);
  }

  @Override
  public CompletableFuture<?> closeAsMerged(SessionId session) {
    return fleet.close(session, ClosedAs.MERGED);
  }

  @Override
  public CompletableFuture<List<Interrupted>> interrupted() {
    return landings.interrupted();
  }

  @Override
  public CompletableFuture<Landed> finish(Interrupted interrupted) {
    return landings.finish(interrupted);
  }

  @Override
  public CompletableFuture<?> takeBack(Interrupted interrupted) {
    return landings.takeBack(interrupted);
  }
}
