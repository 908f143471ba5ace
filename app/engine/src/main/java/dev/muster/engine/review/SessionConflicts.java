package dev.muster.engine.review;

import dev.muster.engine.event.OutcomeEvent.Committed;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.git.ConflictOrigins;
import dev.muster.engine.git.ConflictTexts;
import dev.muster.engine.git.Conflicts;
import dev.muster.engine.git.LandingPlan;
import dev.muster.engine.git.MergeConflict;
import dev.muster.engine.git.Resolution;
import dev.muster.engine.git.SessionCommit;
import dev.muster.engine.session.Fleet;
import dev.muster.engine.session.FleetException;
import dev.muster.engine.session.ReviewAccess;
import dev.muster.engine.session.Workplace;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Shows the conflicts of a landing and takes what a person made of them: a merge of the target into
 * the session's own branch or, for a rebase, what becomes of each commit. The target itself, and
 * whatever the user has checked out, stay as they are; after it the landing is planned anew.
 *
 * <p>Methods may be called from any thread and return at once; a future fails with a {@link
 * FleetException} that says in a sentence why.
 */
public final class SessionConflicts {
  private final ReviewAccess sessions;
  private final LandingPlaces places;

  public SessionConflicts(Fleet fleet, ReviewAccess sessions, Workplace workplace) {
    this.sessions = sessions;
    this.places = new LandingPlaces(fleet, sessions, workplace);
  }

  /**
   * A conflicting file.
   *
   * @param texts from all sides, at most {@link Conflicts#MAX_BYTES} of each
   * @param origins who changed it
   */
  public record Shown(MergeConflict conflict, ConflictTexts texts, ConflictOrigins origins) {}

  /** A conflicting file of a plan from all sides. */
  public CompletableFuture<Shown> show(SessionId id, LandingPlan plan, MergeConflict conflict) {
    return Off.run(
        "conflict",
        () -> {
          Conflicts conflicts = places.repository(places.known(id)).conflicts();
          return new Shown(
              conflict,
              conflicts.texts(plan, conflict, Conflicts.MAX_BYTES),
              conflicts.origins(plan, conflict));
        });
  }

  /**
   * Keeps what was made of conflicts of the commit that a rebase stopped at; nothing moves, and the
   * next plan of a rebase has it in it.
   *
   * @param resolutions for some or all conflicts of the plan
   * @return how many conflicts that were
   */
  public CompletableFuture<Integer> keep(
      SessionId id, LandingPlan plan, List<Resolution> resolutions) {
    return Off.run(
        "conflict",
        () -> {
          places.repository(places.known(id)).conflicts().keep(plan, resolutions);
          return resolutions.size();
        });
  }

  /**
   * Takes back all that was kept so, so that the commits are resolved anew.
   *
   * @return how many conflicts that were
   */
  public CompletableFuture<Integer> anew(SessionId id) {
    return Off.run(
        "conflict", () -> places.repository(places.known(id)).conflicts().anew(id.value()));
  }

  /**
   * Puts the resolutions on the session's own branch. Refused while its agent works.
   *
   * @param resolutions one for each conflict of the plan
   * @param message of the merge commit
   */
  public CompletableFuture<SessionCommit> resolve(
      SessionId id, LandingPlan plan, List<Resolution> resolutions, String message) {
    return places.atRest(
        id,
        place -> {
          SessionCommit made = place.repository().conflicts().resolve(plan, resolutions, message);
          String title = message.strip().lines().findFirst().orElse("");
          sessions.record(id, List.of(new Committed(made.commit(), title))).join();
          return made;
        });
  }
}
