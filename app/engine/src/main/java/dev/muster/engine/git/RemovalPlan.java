package dev.muster.engine.git;

import java.util.ArrayList;
import java.util.List;

/**
 * How a worktree is removed without losing work, or why not. Made from facts alone.
 *
 * @param refusals why it must not be removed now, as sentences; then there are no steps
 * @param steps what is done, in order
 * @param tells what the user is told before agreeing, as sentences
 */
public record RemovalPlan(List<String> refusals, List<RemovalStep> steps, List<String> tells) {
  public RemovalPlan {
    refusals = List.copyOf(refusals);
    steps = List.copyOf(steps);
    tells = List.copyOf(tells);
  }

  public boolean refused() {
    return !refusals.isEmpty();
  }

  /** Decides. Pure: the same facts give the same plan. */
  public static RemovalPlan of(RemovalFacts facts) {
    var refusals = refusals(facts);
    if (!refusals.isEmpty()) {
      return new RemovalPlan(refusals, List.of(), List.of());
    }
    var steps = new ArrayList<RemovalStep>();
    var tells = new ArrayList<String>();
    if (facts.gone()) {
      tells.add("The worktree is gone already.");
      return new RemovalPlan(List.of(), steps, tells);
    }
    if (facts.holdsWork()) {
      steps.add(new RemovalStep.Snapshot(MusterRefs.archive(facts.session())));
      tells.add("%s kept under %s.".formatted(held(facts), MusterRefs.archive(facts.session())));
    } else {
      tells.add(
          facts.missing()
              ? "Its folder is gone already, and it has no commit of its own."
              : "It holds no change and no commit of its own.");
    }
    // All that is done to the folder comes before the repository forgets it: until then a kill
    // leaves what Removal#putBack finds and puts back.
    if (!facts.missing()) {
      steps.add(new RemovalStep.MoveToTrash());
      rest(facts, steps, tells);
    }
    if (facts.ownLock()) {
      steps.add(new RemovalStep.Unlock());
    }
    steps.add(new RemovalStep.Forget());
    branch(facts, steps, tells);
    return new RemovalPlan(List.of(), steps, tells);
  }

  private static List<String> refusals(RemovalFacts facts) {
    var refusals = new ArrayList<String>();
    var place = facts.worktree();
    if (facts.mainCheckout()) {
      refusals.add("“%s” is your own checkout; Muster never removes it.".formatted(place));
    }
    if (!facts.registered() && !facts.missing()) {
      refusals.add(
          "“%s” is not a worktree of this repository, so Muster leaves it alone.".formatted(place));
    }
    if (facts.running()) {
      refusals.add("Its agent still runs. Stop the session first.");
    }
    if (facts.usedBy() != null) {
      refusals.add("Session %s works in the same worktree.".formatted(facts.usedBy()));
    }
    if (facts.lockedBy() != null) {
      refusals.add(
          facts.lockedBy().isEmpty()
              ? "Somebody locked the worktree. To unlock it: git worktree unlock '%s'"
                  .formatted(place)
              : "Somebody locked the worktree: “%s”. To unlock it: git worktree unlock '%s'"
                  .formatted(facts.lockedBy(), place));
    }
    for (var unknown : facts.unknown()) {
      refusals.add("Nothing is removed, because this could not be found out: " + unknown);
    }
    return refusals;
  }

  private static String held(RemovalFacts facts) {
    var parts = new ArrayList<String>();
    if (facts.uncommitted() > 0) {
      parts.add(count(facts.uncommitted(), "uncommitted file"));
    }
    if (facts.ownCommits() > 0) {
      parts.add(count(facts.ownCommits(), "commit of its own", "commits of its own"));
    }
    if (facts.droppedCommits() > 0) {
      parts.add(count(facts.droppedCommits(), "dropped commit"));
    }
    boolean one = facts.uncommitted() + facts.ownCommits() + facts.droppedCommits() == 1;
    return String.join(", ", parts) + (one ? " is" : " are");
  }

  private static void branch(RemovalFacts facts, List<RemovalStep> steps, List<String> tells) {
    var branch = facts.branch();
    if (branch == null || !MusterRefs.isOwnBranch(branch)) {
      return;
    }
    if (facts.ownCommits() == 0 && !facts.branchElsewhere()) {
      steps.add(new RemovalStep.DeleteBranch(branch));
    } else {
      tells.add("The branch %s stays.".formatted(branch));
    }
  }

  /** What becomes of the folder. */
  private static void rest(RemovalFacts facts, List<RemovalStep> steps, List<String> tells) {
    if (!facts.ignored().isEmpty()) {
      steps.add(new RemovalStep.KeepIgnored(facts.ignored()));
      tells.add(
          "%s beside it: %s."
              .formatted(
                  count(
                      facts.ignored().size(),
                      "ignored file or folder is kept",
                      "ignored files and folders are kept"),
                  some(facts.ignored())));
    }
    var why = new ArrayList<String>();
    if (!facts.nested().isEmpty()) {
      why.add("it holds repositories of their own (%s)".formatted(some(facts.nested())));
    }
    if (!facts.leftOut().isEmpty()) {
      why.add("not everything fits a snapshot (%s)".formatted(some(facts.leftOut())));
    }
    if (why.isEmpty()) {
      steps.add(new RemovalStep.EmptyTrash());
      if (!facts.derived().isEmpty()) {
        tells.add("Made by builds, and deleted: %s.".formatted(some(facts.derived())));
      }
    } else {
      var reason = String.join(", and ", why);
      steps.add(new RemovalStep.KeepTrash(reason));
      tells.add("The folder stays in Muster's trash, because %s.".formatted(reason));
    }
  }

  private static String some(List<String> all) {
    return all.size() <= 5
        ? String.join(", ", all)
        : "%s and %,d more".formatted(String.join(", ", all.subList(0, 5)), all.size() - 5);
  }

  private static String count(int n, String one) {
    return count(n, one, one + "s");
  }

  private static String count(int n, String one, String many) {
    return "%,d %s".formatted(n, n == 1 ? one : many);
  }
}
