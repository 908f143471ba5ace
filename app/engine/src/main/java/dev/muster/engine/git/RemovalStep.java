package dev.muster.engine.git;

import java.util.List;

/** One step of removing a worktree. */
public sealed interface RemovalStep {
  /** Keep the files, tracked and untracked, as a commit under {@code ref}. */
  record Snapshot(String ref) implements RemovalStep {}

  /** Keep these ignored files beside the journal, as plain files only the user can read. */
  record KeepIgnored(List<String> paths) implements RemovalStep {
    public KeepIgnored {
      paths = List.copyOf(paths);
    }
  }

  /** Take the session's own lock off. */
  record Unlock() implements RemovalStep {}

  /** Move the folder into the trash. */
  record MoveToTrash() implements RemovalStep {}

  /** Make the repository forget the worktree. */
  record Forget() implements RemovalStep {}

  /** Delete the branch; all its commits are elsewhere too. */
  record DeleteBranch(String branch) implements RemovalStep {}

  /** Delete the folder in the trash, in the background. */
  record EmptyTrash() implements RemovalStep {}

  /** Leave the folder in the trash, for a reason. */
  record KeepTrash(String why) implements RemovalStep {}
}
