package dev.muster.engine.git;

import java.util.List;

/**
 * How a worktree is removed without losing work, or why not.
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
}
