package dev.muster.engine.event;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the agent does. */
public sealed interface WorkEvent extends SessionEvent {

  /** At most this many characters of output stand in one {@link ToolOutput}. */
  int OUTPUT_CHUNK = 16_384;

  /**
   * A tool call begins.
   *
   * @param callId unique in the session
   * @param name the tool's name as the agent calls it
   * @param title one line for a person: a command, a path, a pattern
   * @param input the call's arguments, a JSON object, at most 256 KiB
   * @param paths files it is about, relative to the worktree with forward slashes
   * @param byMuster true when Muster runs it (a setup script), not the agent
   * @param parentCall the call of the sub-agent it belongs to; null for the agent itself
   */
  record ToolStarted(
      String callId,
      ToolKind kind,
      String name,
      String title,
      String input,
      List<String> paths,
      boolean byMuster,
      @Nullable String parentCall)
      implements WorkEvent {}

  /**
   * A piece of what a running tool prints, at most {@link #OUTPUT_CHUNK} characters.
   *
   * @param spillFile the file that holds what was cut after this chunk, relative to the session's
   *     folder in the data folder; null when nothing was cut
   */
  record ToolOutput(String callId, String text, @Nullable String spillFile) implements WorkEvent {}

  /**
   * A tool call is over.
   *
   * @param exitCode of the process, where there was one and it exited
   * @param millis how long it ran
   * @param summary what came of it, one line for a person: "74 lines", "7 files", why it failed
   * @param added lines added, for an edit; else null
   * @param removed lines removed, for an edit; else null
   * @param result what the model was told, at most 256 KiB; null when that is the output itself
   */
  record ToolFinished(
      String callId,
      ToolOutcome outcome,
      @Nullable Integer exitCode,
      long millis,
      @Nullable String summary,
      @Nullable Integer added,
      @Nullable Integer removed,
      @Nullable String result)
      implements WorkEvent {

    /** The same without so many milliseconds in which it did not run but waited for a person. */
    public ToolFinished less(long waited) {
      long ran = Math.max(0, millis - Math.max(0, waited));
      return new ToolFinished(callId, outcome, exitCode, ran, summary, added, removed, result);
    }
  }

  /** The plan as a whole; it replaces the one before. */
  record PlanChanged(List<PlanStep> steps) implements WorkEvent {}

  /** One step of a plan. */
  record PlanStep(String text, StepState state) {}

  /** How far a step is. */
  enum StepState {
    PENDING,
    CURRENT,
    DONE,
    FAILED
  }
}
