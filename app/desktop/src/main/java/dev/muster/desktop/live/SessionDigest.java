package dev.muster.desktop.live;

import dev.muster.engine.event.ObservedEvent.FileDelta;
import dev.muster.engine.event.PromptOrigin;
import dev.muster.engine.event.TurnEvent;
import dev.muster.engine.event.WorkEvent.PlanStep;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What there is in a session's story, in the order in which it happened: made once from all of its
 * events, and bounded however many there are.
 *
 * @param events how many events it was made of
 * @param mergedAs the commit its work was merged as; null when it was not
 * @param insideMuster whether the agent's tools ran inside Muster, so that it saw what came of them
 * @param cut whether some list below has less than there was
 */
public record SessionDigest(
    long events,
    List<Turn> turns,
    List<TouchedFile> files,
    List<Command> commands,
    List<Spent> spent,
    List<Moment> moments,
    List<PlanThen> plans,
    List<FilesThen> trees,
    List<Kept> kept,
    @Nullable String mergedAs,
    boolean insideMuster,
    boolean cut) {
  /** So many commands are listed, the first ones. */
  public static final int MOST_COMMANDS = 5_000;

  public SessionDigest {
    turns = List.copyOf(turns);
    files = List.copyOf(files);
    commands = List.copyOf(commands);
    spent = List.copyOf(spent);
    moments = List.copyOf(moments);
    plans = List.copyOf(plans);
    trees = List.copyOf(trees);
    kept = List.copyOf(kept);
  }

  /**
   * A turn.
   *
   * @param seq of its first event
   * @param prompt the beginning of what was asked
   * @param ended when it was over; null when it never was
   */
  public record Turn(
      int number,
      long seq,
      Instant at,
      String prompt,
      PromptOrigin origin,
      int calls,
      int failed,
      @Nullable Instant ended,
      TurnEvent.@Nullable End end) {}

  /** A file that tools read or edited, and what they did to it. */
  public record TouchedFile(
      String path, int reads, int edits, int added, int removed, long firstSeq, long lastSeq) {}

  /**
   * A command that was run.
   *
   * @param exitCode null when it did not exit
   */
  public record Command(
      long seq, int turn, String title, boolean ok, @Nullable Integer exitCode, long millis) {}

  /**
   * What was used of a model.
   *
   * @param costMicros micro-dollars of the requests whose cost is known
   * @param costKnown whether that is all of them
   */
  public record Spent(
      String model,
      int requests,
      long input,
      long output,
      long cacheRead,
      long cacheWrite,
      long costMicros,
      boolean costKnown) {}

  /** What a mark of the timeline stands for. */
  public enum MomentKind {
    TURN,
    EDIT,
    ERROR
  }

  /** A mark of the timeline. */
  public record Moment(long seq, Instant at, MomentKind kind, String words) {}

  /** The plan from an event on. */
  public record PlanThen(long seq, List<PlanStep> steps) {
    public PlanThen {
      steps = List.copyOf(steps);
    }
  }

  /** The files that differed from the base from an event on. */
  public record FilesThen(long seq, List<FileDelta> files, int added, int removed) {
    public FilesThen {
      files = List.copyOf(files);
    }
  }

  /** The files that were kept as a commit after a turn. */
  public record Kept(long seq, int turn, String commit) {}

  /** The turn an event lies in; null before the first. */
  public @Nullable Turn turnAt(long seq) {
    Turn found = null;
    for (Turn turn : turns) {
      if (turn.seq() > seq) {
        break;
      }
      found = turn;
    }
    return found;
  }

  /** The plan as it stood after an event; empty before the first. */
  public List<PlanStep> planAt(long seq) {
    List<PlanStep> found = List.of();
    for (PlanThen plan : plans) {
      if (plan.seq() > seq) {
        break;
      }
      found = plan.steps();
    }
    return found;
  }

  /** The changed files as they stood after an event; null before the first look. */
  public @Nullable FilesThen filesAt(long seq) {
    FilesThen found = null;
    for (FilesThen files : trees) {
      if (files.seq() > seq) {
        break;
      }
      found = files;
    }
    return found;
  }
}
