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
 * @param lockedBy why git says it is locked, null when it is not
 * @param usedBy another session that works in it, null when none does
 * @param running whether a process of the session still runs
 * @param branch its branch, null when detached
 * @param uncommitted changed or untracked files
 * @param ownCommits commits that are on no other branch, tag or remote
 * @param nested repositories inside it that have a history of their own
 * @param ignored ignored files that are worth keeping (small, not the same in the user's checkout)
 * @param ignoredLost ignored files and folders that would not be kept (large or made by a build),
 *     each as a path with its size
 * @param leftOut untracked files too large or unreadable for a snapshot
 * @param unknown what could not be found out, as sentences
 */
public record RemovalFacts(
    String session,
    Path worktree,
    boolean registered,
    boolean missing,
    boolean mainCheckout,
    @Nullable String lockedBy,
    @Nullable String usedBy,
    boolean running,
    @Nullable String branch,
    int uncommitted,
    int ownCommits,
    List<String> nested,
    List<String> ignored,
    List<String> ignoredLost,
    List<String> leftOut,
    List<String> unknown) {
  public RemovalFacts {
    nested = List.copyOf(nested);
    ignored = List.copyOf(ignored);
    ignoredLost = List.copyOf(ignoredLost);
    leftOut = List.copyOf(leftOut);
    unknown = List.copyOf(unknown);
  }
}
