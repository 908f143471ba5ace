package dev.muster.desktop.live;

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

/**
 * What a window needs of the engine to bring work into the user's branches. Every method returns at
 * once and may be called on the JavaFX thread; futures fail with an exception whose message is a
 * sentence for a person.
 */
public interface LandingSource {
  /** The branches it could come into, the proposed one first. */
  CompletableFuture<List<String>> targets(SessionId session);

  /** A message for the commit. */
  CompletableFuture<String> message(SessionId session);

  /** Computes what a landing would do; moves nothing. */
  CompletableFuture<LandingPlan> plan(
      SessionId session, String target, LandingWay way, String message);

  /** Does exactly what a plan says. */
  CompletableFuture<Landed> land(SessionId session, LandingPlan plan, Moving moving);

  /** Hands the conflicts of a plan to the session's agent. */
  CompletableFuture<?> handBack(SessionId session, LandingPlan plan);

  /** A conflicting file of a plan from all sides. */
  CompletableFuture<SessionConflicts.Shown> conflict(
      SessionId session, LandingPlan plan, MergeConflict conflict);

  /** Puts resolved conflicts on the session's own branch. */
  CompletableFuture<SessionCommit> resolve(
      SessionId session, LandingPlan plan, List<Resolution> resolutions, String message);

  /** Keeps what was made of conflicts of the commit that a rebase stopped at; nothing moves. */
  CompletableFuture<?> keep(SessionId session, LandingPlan plan, List<Resolution> resolutions);

  /** Takes all that was kept so back. */
  CompletableFuture<?> anew(SessionId session);

  /** A session's landings, the first one first. */
  CompletableFuture<List<Landed>> landings(SessionId session);

  /** Whether a landing can be undone, and what that would do. */
  CompletableFuture<UndoPlan> undoing(SessionId session, Landed landed);

  /** Takes a landing back. */
  CompletableFuture<Landed> undo(SessionId session, Landed landed, boolean withCheckout);

  /** How this and all other sessions of the project would come into a branch now. */
  CompletableFuture<Forecast> forecast(SessionId session, String target);

  /** Ends a session whose work was landed; what is left of it stays reachable. */
  CompletableFuture<?> closeAsMerged(SessionId session);

  /** What a killed Muster left half done, of all sessions. */
  CompletableFuture<List<Interrupted>> interrupted();

  /** Does the rest of it. */
  CompletableFuture<Landed> finish(Interrupted interrupted);

  /** Takes back what was done of it. */
  CompletableFuture<?> takeBack(Interrupted interrupted);

  /** The one of an engine's parts. */
  static LandingSource of(SessionLandings landings, SessionConflicts conflicts, Fleet fleet) {
    return new EngineLandingSource(landings, conflicts, fleet);
  }
}
