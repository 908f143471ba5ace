package dev.muster.engine.git;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that decides how a worktree may be removed. What could not be found out is in {@code
 * unknown}, and what is unknown is not clean.
 *
 * @param session the session whose worktree it is
 * @param worktree its folder
 * @param registered whether the repository knows it as a worktree
 * @param missing whether the folder is gone already
 * @param mainCheckout whether it is the user's own checkout
 * @param lockedBy the reason somebody else locked it with, null when nobody did
 * @param ownLock whether the session itself locked it
 * @param usedBy another session that works in it, null when none does
 * @param running whether a process of the session still runs
 * @param branch its branch, null when detached
 * @param branchElsewhere whether another worktree is on the same branch
 * @param uncommitted files that differ from the last commit, untracked ones included
 * @param ownCommits commits of its own that no other branch, tag or remote has
 * @param droppedCommits commits that were made here and then dropped (reset, amended)
 * @param nested repositories and checked-out submodules inside, with a history of their own
 * @param ignored ignored files and folders that are worth keeping
 * @param derived ignored folders that builds and package managers make, with their sizes
 * @param leftOut what a snapshot would not hold, as sentences
 * @param unknown what could not be found out, as sentences
 */
public record RemovalFacts(
    String session,
    Path worktree,
    boolean registered,
    boolean missing,
    boolean mainCheckout,
    @Nullable String lockedBy,
    boolean ownLock,
    @Nullable String usedBy,
    boolean running,
    @Nullable String branch,
    boolean branchElsewhere,
    int uncommitted,
    int ownCommits,
    int droppedCommits,
    List<String> nested,
    List<String> ignored,
    List<String> derived,
    List<String> leftOut,
    List<String> unknown) {
  public RemovalFacts {
    nested = List.copyOf(nested);
    ignored = List.copyOf(ignored);
    derived = List.copyOf(derived);
    leftOut = List.copyOf(leftOut);
    unknown = List.copyOf(unknown);
  }

  /** Whether there is neither a folder nor anything that the repository knows of it. */
  public boolean gone() {
    return missing && !registered;
  }

  /** Whether there is anything that git does not keep elsewhere. */
  public boolean holdsWork() {
    return uncommitted > 0 || ownCommits > 0 || droppedCommits > 0;
  }
}
