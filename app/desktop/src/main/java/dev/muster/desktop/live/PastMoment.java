package dev.muster.desktop.live;

import dev.muster.engine.event.ObservedEvent.FileDelta;
import dev.muster.engine.event.WorkEvent.PlanStep;
import dev.muster.engine.git.Changeset;
import dev.muster.engine.git.FileDiff;
import dev.muster.engine.review.PastFiles.Origin;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a session stood after one of its events.
 *
 * @param seq that event
 * @param turn the turn that ran then, or had run last
 * @param files what differed from the base, as Muster saw last before it
 * @param plan as it stood
 * @param lines what its repository holds of it; null when that was not asked for
 */
public record PastMoment(
    long seq, int turn, List<FileDelta> files, List<PlanStep> plan, @Nullable Lines lines) {
  public PastMoment {
    files = List.copyOf(files);
    plan = List.copyOf(plan);
  }

  /** What a repository holds of the files of a moment. */
  public sealed interface Lines {
    /**
     * All of it.
     *
     * @param turn the turn after which that state was kept; 0 where that says nothing
     * @param state full id of the commit or tree
     * @param diffs by path; of many files only the first ones
     */
    record Held(
        Origin origin, int turn, String state, Changeset changes, Map<String, FileDiff> diffs)
        implements Lines {
      public Held {
        diffs = Map.copyOf(diffs);
      }
    }

    /** Nothing: a sentence says why, and what there is instead. */
    record Gone(String sentence) implements Lines {}
  }
}
