package dev.muster.engine.git;

import java.util.List;

/** One step of removing a worktree. */
public sealed interface RemovalStep {
  /** Keep the files and commits under {@code ref}; without the folder, the commits. */
  record Snapshot(String ref) implements RemovalStep {}

  /** Take the session's own lock off. */
  record Unlock() implements RemovalStep {}

  /** Move the folder into the trash. */
  record MoveToTrash() implements RemovalStep {}

  /** Make the repository forget the worktree. */
  record Forget() implements RemovalStep {}

  /** Delete the branch; all its commits are elsewhere too. */
  record DeleteBranch(String branch) implements RemovalStep {}

  /**
   * Move these ignored files and folders out of the trash into the archive folder, where only the
   * user can read them. Not into git: there may be keys among them.
   */
  record KeepIgnored(List<String> paths) implements RemovalStep {
    public KeepIgnored {
      paths = List.copyOf(paths);
    }
  }

  /** Have the folder in the trash deleted, in the background once the repository forgot it. */
  record EmptyTrash() implements RemovalStep {}

  /** Leave the folder in the trash, for a reason. */
  record KeepTrash(String why) implements RemovalStep {}
}
