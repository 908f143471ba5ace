package dev.muster.engine.git;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a landing will do, computed to the last commit before anything is moved; its commits are
 * objects already that nothing names yet. It holds for the state it was made from: {@link
 * Landings#land} does exactly this or nothing.
 *
 * @param request what was asked for
 * @param outcome whether it can be carried out
 * @param branch the branch of the session, or where its worktree is detached
 * @param sessionBefore full id of the commit the session's worktree stands on
 * @param sessionAfter full id of the commit it will stand on: another one when some of its work is
 *     committed first
 * @param sessionTree id of the tree that its files make
 * @param uncommitted how many files are committed first
 * @param targetBefore full id of the commit the target stands on
 * @param result full id of the commit the target will stand on, empty unless {@link Outcome#READY}
 * @param commits what the target gains, oldest first, at most {@link #MAX_COMMITS}
 * @param moreCommits how many more
 * @param changes what changes in the target, null unless {@link Outcome#READY}
 * @param mergedTree id of the merged tree with markers in the files that conflict; empty unless
 *     {@link Outcome#CONFLICTS}
 * @param conflicts which files and why; for a rebase, those of the commit it stopped at that are
 *     not resolved yet
 * @param stop where a rebase stopped, null unless {@link Outcome#CONFLICTS} by rebase
 * @param answered how many conflicts of a rebase had been resolved and are part of this
 * @param place where the target is checked out
 * @param possible what {@link Landings#land} accepts; empty unless {@link Outcome#READY}
 * @param tells what the user is told before agreeing, as sentences; the first says what happens
 */
public record LandingPlan(
    LandingRequest request,
    Outcome outcome,
    String branch,
    String sessionBefore,
    String sessionAfter,
    String sessionTree,
    int uncommitted,
    String targetBefore,
    String result,
    List<PlannedCommit> commits,
    int moreCommits,
    @Nullable Changeset changes,
    String mergedTree,
    List<MergeConflict> conflicts,
    @Nullable RebaseStop stop,
    int answered,
    TargetPlace place,
    Set<Moving> possible,
    List<String> tells) {
  /** Commits that are listed. */
  public static final int MAX_COMMITS = 200;

  /** Whether a plan can be carried out. */
  public enum Outcome {
    /** It can. */
    READY,
    /** The target has all of it already. */
    NOTHING,
    /** Both changed the same; nothing is moved until that is resolved. */
    CONFLICTS
  }

  public LandingPlan {
    commits = List.copyOf(commits);
    conflicts = List.copyOf(conflicts);
    possible = Set.copyOf(possible);
    tells = List.copyOf(tells);
  }

  public boolean ready() {
    return outcome == Outcome.READY;
  }
}
