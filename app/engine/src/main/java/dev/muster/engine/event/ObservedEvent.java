package dev.muster.engine.event;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What Muster itself saw. Only these may turn a mark green. */
public sealed interface ObservedEvent extends SessionEvent {

  /** A file that differs from the session's base; counts are null for binaries. */
  record FileDelta(
      String path,
      @Nullable String oldPath,
      char status,
      @Nullable Integer added,
      @Nullable Integer removed) {}

  /**
   * The worktree's content changed: its tree now, and all files that differ from the base.
   *
   * @param lookedAfter the last event of the session when the look began: what a command did that
   *     ended later may not be in it; null when that is not known
   */
  record TreeChanged(
      String treeHash, List<FileDelta> files, int added, int removed, @Nullable Long lookedAfter)
      implements ObservedEvent {

    /** A look of which it is not known when it began. */
    public TreeChanged(String treeHash, List<FileDelta> files, int added, int removed) {
      this(treeHash, files, added, removed, null);
    }

    /** The same, with when the look began. */
    public TreeChanged begunAfter(long seq) {
      return new TreeChanged(treeHash, files, added, removed, seq);
    }
  }

  /**
   * The worktree was looked at again after a command and is as it was: the command ran on this
   * tree.
   *
   * @param lookedAfter the last event of the session when the look began
   */
  record TreeSeen(String treeHash, long lookedAfter) implements ObservedEvent {}

  /** The state after a turn was kept as a commit under {@code refs/muster/<session>/<turn>}. */
  record CheckpointMade(String ref, String commit, String treeHash) implements ObservedEvent {}

  /** Muster ran a check on exactly this tree. */
  record CheckRan(
      String name,
      String command,
      int exitCode,
      String treeHash,
      long millis,
      @Nullable String logFile)
      implements ObservedEvent {}

  /** How a claim of the agent compares with the record. */
  enum Verdict {
    CONFIRMED,
    CONTRADICTED,
    UNKNOWN
  }

  /** A claim was judged. */
  record ClaimJudged(String claim, Verdict verdict, String because) implements ObservedEvent {}

  /**
   * An agent process runs, or an agent inside Muster was opened.
   *
   * @param attempt 1, 2 … : one run of the agent; late words of an old attempt are fenced off
   * @param pid of its process; null for an agent without one
   * @param startedAt start instant of the process, to tell it from another one with the same pid
   * @param resumeToken the agent's own id of the conversation; null where it has none
   * @param forgot why it begins a new conversation although there was one to go on with, a
   *     sentence; null when it goes on with that, or there was none
   */
  record AgentStarted(
      int attempt,
      @Nullable Long pid,
      @Nullable Instant startedAt,
      @Nullable String version,
      @Nullable String resumeToken,
      @Nullable String forgot)
      implements ObservedEvent {
    /** With what it was to go on with. */
    public AgentStarted(
        int attempt,
        @Nullable Long pid,
        @Nullable Instant startedAt,
        @Nullable String version,
        @Nullable String resumeToken) {
      this(attempt, pid, startedAt, version, resumeToken, null);
    }

    /** The same, where it does not remember what it was to go on with. */
    public AgentStarted forgetting(String why) {
      return new AgentStarted(attempt, pid, startedAt, version, resumeToken, why);
    }
  }

  /** The agent is gone. */
  record AgentExited(int attempt, @Nullable Integer exitCode, @Nullable String reason)
      implements ObservedEvent {}

  /** No event and no sign of life since then. */
  record SilenceNoticed(Instant since) implements ObservedEvent {}
}
