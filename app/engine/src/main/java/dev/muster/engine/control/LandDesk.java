package dev.muster.engine.control;

import dev.muster.engine.control.ControlException.Code;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.git.Landed;
import dev.muster.engine.git.LandingPlan;
import dev.muster.engine.git.MergeConflict;
import dev.muster.engine.git.Moving;
import dev.muster.engine.git.UndoPlan;
import dev.muster.engine.review.OpenedPullRequest;
import dev.muster.engine.review.PullRequestProposal;
import dev.muster.engine.review.SessionLandings;
import dev.muster.engine.review.SessionLandings.Interrupted;
import dev.muster.engine.review.SessionPullRequests.Agreed;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Answers what is asked to land work, with the engine of this process. Blocks. */
final class LandDesk {
  private final Desk desk;
  private final StoreReader reader;

  LandDesk(Desk desk, StoreReader reader) {
    this.desk = desk;
    this.reader = reader;
  }

  <A> A answer(LandRequest<A> request) throws ControlException, InterruptedException {
    Keepers keepers = desk.keepers();
    if (keepers == null) {
      throw new ControlException(Code.REFUSED, "This Muster cannot land work.");
    }
    return request
        .answer()
        .cast(
            switch (request) {
              case LandRequest.Land land -> land(keepers.landings(), land);
              case LandRequest.Undo undo -> undo(keepers.landings(), undo);
              case LandRequest.End end -> end(keepers.landings(), end);
              case LandRequest.Pull pull -> pull(keepers, pull);
            });
  }

  private LandRequest.LandReport land(SessionLandings landings, LandRequest.Land asked)
      throws ControlException, InterruptedException {
    SessionId id = reader.find(asked.session()).id();
    String onto = asked.onto();
    if (onto == null) {
      List<String> targets = EngineControl.await(landings.targets(id));
      if (targets.isEmpty()) {
        throw new ControlException(
            Code.REFUSED,
            "There is no branch to land on: the repository has none but those of sessions.");
      }
      onto = targets.getFirst();
    }
    String message = asked.message();
    if (message == null) {
      message = EngineControl.await(landings.message(id));
    }
    LandingPlan plan = EngineControl.await(landings.plan(id, onto, asked.way(), message));
    if (asked.dryRun() || !plan.ready()) {
      return report(id, plan, null);
    }
    if (!plan.possible().contains(asked.moving())) {
      throw new ControlException(Code.REFUSED, cannotMove(plan, asked.moving()));
    }
    return report(id, plan, EngineControl.await(landings.land(id, plan, asked.moving())));
  }

  private static String cannotMove(LandingPlan plan, Moving moving) {
    String target = plan.request().target();
    if (moving == Moving.CHECKOUT && !plan.place().checkedOut()) {
      return "%s is checked out nowhere, so there is no checkout to bring forward. Nothing was moved."
          .formatted(target);
    }
    String checkout = String.valueOf(plan.place().checkout());
    return plan.place().clean()
        ? "%s is checked out in “%s”. Nothing was moved. Say whether that checkout is brought forward with it (--forward-checkout) or the work lands on a new branch (--new-branch)."
            .formatted(target, checkout)
        : "%s is checked out in “%s”, which stays as it is: %s Nothing was moved. Commit or stash there, or land on a new branch (--new-branch)."
            .formatted(target, checkout, String.join(" ", plan.place().inTheWay()));
  }

  private static LandRequest.LandReport report(
      SessionId id, LandingPlan plan, @Nullable Landed landed) {
    var changes = plan.changes();
    return new LandRequest.LandReport(
        id,
        plan.request().target(),
        plan.request().way(),
        plan.outcome(),
        plan.tells(),
        plan.commits(),
        plan.moreCommits(),
        changes == null ? 0 : changes.files().size() + changes.moreFiles(),
        changes == null ? 0 : changes.added(),
        changes == null ? 0 : changes.removed(),
        plan.conflicts().stream().map(MergeConflict::sentence).toList(),
        plan.possible(),
        landed);
  }

  private LandRequest.UndoReport undo(SessionLandings landings, LandRequest.Undo asked)
      throws ControlException, InterruptedException {
    SessionId id = reader.find(asked.session()).id();
    List<Landed> all =
        EngineControl.await(landings.landings(id)).stream().filter(l -> !l.undone()).toList();
    if (all.isEmpty()) {
      throw new ControlException(
          Code.REFUSED, "Session " + id + " has no landing that could be taken back.");
    }
    Landed last = all.getLast();
    UndoPlan plan = EngineControl.await(landings.undoing(id, last));
    boolean now = plan.possible() && !asked.dryRun();
    if (now && plan.movesCheckout() && !asked.withCheckout()) {
      throw new ControlException(
          Code.REFUSED,
          "%s is checked out, and its checkout would go back with it. Nothing was moved. Say that it may (--with-checkout), or switch that checkout to another branch."
              .formatted(last.target()));
    }
    if (now) {
      last = EngineControl.await(landings.undo(id, last, asked.withCheckout()));
    }
    return new LandRequest.UndoReport(
        id, last, plan.refusals(), plan.movesCheckout(), plan.tells(), now);
  }

  private LandRequest.EndReport end(SessionLandings landings, LandRequest.End asked)
      throws ControlException, InterruptedException {
    SessionId id = reader.find(asked.session()).id();
    Interrupted found = null;
    for (Interrupted one : EngineControl.await(landings.interrupted())) {
      if (one.session().equals(id)) {
        found = one;
      }
    }
    if (found == null) {
      throw new ControlException(Code.REFUSED, "Nothing of session " + id + " was left half done.");
    }
    String was = found.what().sentence();
    if (asked.takeBack() ? !found.what().canUndo() : !found.what().canFinish()) {
      throw new ControlException(
          Code.REFUSED,
          "%s It cannot be %s as it is now."
              .formatted(was, asked.takeBack() ? "taken back" : "finished"));
    }
    if (asked.takeBack()) {
      EngineControl.await(landings.takeBack(found));
      return new LandRequest.EndReport(id, was, null);
    }
    return new LandRequest.EndReport(id, was, EngineControl.await(landings.finish(found)));
  }

  private LandRequest.PullReport pull(Keepers keepers, LandRequest.Pull asked)
      throws ControlException, InterruptedException {
    SessionId id = reader.find(asked.session()).id();
    PullRequestProposal proposal =
        EngineControl.await(keepers.pullRequests().propose(id, asked.onto()));
    String title = asked.title() == null ? proposal.title() : asked.title();
    String body = asked.body() == null ? proposal.body() : asked.body();
    OpenedPullRequest opened =
        asked.dryRun()
            ? new OpenedPullRequest(null, proposal.page(), "", "")
            : EngineControl.await(
                keepers
                    .pullRequests()
                    .open(id, proposal, new Agreed(title, body, asked.draft(), asked.replace())));
    return new LandRequest.PullReport(
        id,
        proposal.branch(),
        proposal.place().target(),
        title,
        body,
        proposal.tells(),
        opened.sentence(),
        opened.problem(),
        opened.page(),
        opened.request());
  }
}
