package dev.muster.engine;

import dev.muster.engine.review.Answers;
import dev.muster.engine.review.Comparisons;
import dev.muster.engine.review.Contenders;
import dev.muster.engine.review.Outlooks;
import dev.muster.engine.review.Reviews;
import dev.muster.engine.review.SessionConflicts;
import dev.muster.engine.review.SessionLandings;
import dev.muster.engine.review.SessionPullRequests;
import dev.muster.engine.session.LiveFleet;
import dev.muster.engine.session.ReviewAccess;
import dev.muster.engine.session.Workplace;
import dev.muster.engine.store.Journal;
import dev.muster.engine.team.Races;

/** What people and reviewers do with what sessions changed: the parts of an engine for that. */
record ReviewParts(
    Reviews reviews,
    SessionLandings landings,
    SessionConflicts conflicts,
    SessionPullRequests pullRequests,
    Comparisons comparisons,
    Answers answers,
    Outlooks outlooks,
    Races races) {

  static ReviewParts of(
      EngineOptions options, Journal journal, LiveFleet fleet, Workplace workplace) {
    ReviewAccess access = fleet.reviewAccess();
    Contenders contenders = new Contenders(workplace);
    return new ReviewParts(
        new Reviews(
            journal, fleet, access, workplace, options.folder().config().resolve("reviewers")),
        new SessionLandings(journal, fleet, access, workplace, contenders),
        new SessionConflicts(fleet, access, workplace),
        new SessionPullRequests(journal, fleet, access, workplace, options.environment()),
        new Comparisons(fleet, workplace, contenders),
        new Answers(journal, fleet, workplace),
        new Outlooks(fleet, workplace, contenders),
        new Races(journal, fleet, access));
  }
}
