package dev.muster.engine.control;

import dev.muster.engine.event.SessionId;
import dev.muster.engine.git.Landed;
import dev.muster.engine.git.LandingPlan.Outcome;
import dev.muster.engine.git.LandingWay;
import dev.muster.engine.git.Moving;
import dev.muster.engine.git.PlannedCommit;
import dev.muster.engine.git.PullRequest;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What may be asked for to bring the work of a session into the user's branches. Sessions are named
 * by their id or any beginning of it that no other id has.
 *
 * @param <A> what it is answered with
 */
public sealed interface LandRequest<A> {
  /** The class of the answer. */
  Class<A> answer();

  /**
   * Computes a landing and, if asked to, carries it out; see {@code SessionLandings}.
   *
   * @param onto short name of the branch; null for the one that is proposed
   * @param message of the commit; null for the proposed one
   * @param moving what may move when it is carried out: for {@code BRANCH} only a branch that is
   *     checked out nowhere
   * @param dryRun whether nothing is moved
   */
  record Land(
      String session,
      @Nullable String onto,
      LandingWay way,
      @Nullable String message,
      Moving moving,
      boolean dryRun)
      implements LandRequest<LandReport> {
    @Override
    public Class<LandReport> answer() {
      return LandReport.class;
    }
  }

  /**
   * Takes the session's last landing back; see {@code SessionLandings.undo}.
   *
   * @param withCheckout whether a clean checkout of the branch may go back with it
   * @param dryRun whether nothing is moved
   */
  record Undo(String session, boolean withCheckout, boolean dryRun)
      implements LandRequest<UndoReport> {
    @Override
    public Class<UndoReport> answer() {
      return UndoReport.class;
    }
  }

  /**
   * Ends what a killed Muster left half done of a session's landing.
   *
   * @param takeBack whether what was done is taken back; else the rest is done
   */
  record End(String session, boolean takeBack) implements LandRequest<EndReport> {
    @Override
    public Class<EndReport> answer() {
      return EndReport.class;
    }
  }

  /**
   * Pushes the branch and opens a pull request; see {@code SessionPullRequests}.
   *
   * @param onto short name of the branch it is for; null for the proposed one
   * @param title null for the proposed one
   * @param body null for the proposed one
   * @param draft whether it is opened as a draft
   * @param replace whether commits that only the branch there has may be lost
   * @param dryRun whether nothing is pushed
   */
  record Pull(
      String session,
      @Nullable String onto,
      @Nullable String title,
      @Nullable String body,
      boolean draft,
      boolean replace,
      boolean dryRun)
      implements LandRequest<PullReport> {
    @Override
    public Class<PullReport> answer() {
      return PullReport.class;
    }
  }

  /**
   * A landing as it was computed, and whether it was carried out.
   *
   * @param onto short name of the branch
   * @param outcome whether it can be carried out
   * @param tells what happens, as sentences
   * @param commits what the branch gains, oldest first; the first two hundred
   * @param moreCommits how many more
   * @param files how many files change
   * @param conflicts why it cannot be carried out, a sentence for each file
   * @param possible what can move
   * @param landed what was done; null when nothing was moved
   */
  record LandReport(
      SessionId session,
      String onto,
      LandingWay way,
      Outcome outcome,
      List<String> tells,
      List<PlannedCommit> commits,
      int moreCommits,
      int files,
      long added,
      long removed,
      List<String> conflicts,
      Set<Moving> possible,
      @Nullable Landed landed) {}

  /**
   * What taking a landing back does or did.
   *
   * @param landed which landing
   * @param refusals why it cannot be taken back, as sentences
   * @param movesCheckout whether a checkout goes back with the branch
   * @param tells what happens, as sentences
   * @param undone whether it was done
   */
  record UndoReport(
      SessionId session,
      Landed landed,
      List<String> refusals,
      boolean movesCheckout,
      List<String> tells,
      boolean undone) {}

  /**
   * How something ended that was half done.
   *
   * @param was what it was and how far it had come, a sentence
   * @param landed the landing that came of it; null when it was taken back
   */
  record EndReport(SessionId session, String was, @Nullable Landed landed) {}

  /**
   * A pull request as it was proposed, and what came of it.
   *
   * @param tells what happens, as sentences
   * @param sentence what was done; empty when nothing was
   * @param problem what could not be done, a sentence; else empty
   * @param page where it can be made by hand once it is pushed; empty when there is none
   * @param request the pull request; null when there is none
   */
  record PullReport(
      SessionId session,
      String branch,
      String onto,
      String title,
      String body,
      List<String> tells,
      String sentence,
      String problem,
      String page,
      @Nullable PullRequest request) {}
}
