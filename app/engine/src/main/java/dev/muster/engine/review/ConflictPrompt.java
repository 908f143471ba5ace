package dev.muster.engine.review;

import dev.muster.engine.git.LandingPlan;
import dev.muster.engine.git.MergeConflict;

/** Words the conflicts of a landing as a task for the agent whose work it is. */
final class ConflictPrompt {
  private static final int MOST = 100;

  private ConflictPrompt() {}

  static String of(LandingPlan plan) {
    String target = plan.request().target();
    StringBuilder text =
        new StringBuilder(
            """
            Your work cannot be brought into %s yet: the branch has moved on, to commit %s, and \
            changed the same as you. These files conflict:

            """
                .formatted(target, plan.targetBefore().substring(0, 12)));
    int told = 0;
    for (MergeConflict conflict : plan.conflicts()) {
      if (told++ == MOST) {
        text.append("- and %d more\n".formatted(plan.conflicts().size() - MOST));
        break;
      }
      text.append("- ").append(conflict.sentence()).append('\n');
    }
    return text.append(
            """

            Commit your work, then merge %s into your branch in this worktree (git merge %s). \
            Resolve the conflicts so that what both sides wanted still holds; look at both sides' \
            commits where it is not plain. Run the tests, commit the merge, and say how you \
            resolved each file. Touch nothing outside this worktree, and do not push.
            """
                .formatted(target, plan.targetBefore()))
        .toString();
  }
}
