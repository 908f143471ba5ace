package dev.muster.engine.git;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What stands on a session's branch after its work was committed.
 *
 * @param commit full id of the branch's last commit
 * @param tree id of its tree
 * @param before full id of the commit before
 * @param made whether a commit was made; false when there was nothing to commit
 * @param branch the branch, null when the worktree's HEAD is detached
 * @param notes what the user should know, as sentences: what is not in it, which hooks did not run
 */
public record SessionCommit(
    String commit,
    String tree,
    String before,
    boolean made,
    @Nullable String branch,
    List<String> notes) {
  public SessionCommit {
    notes = List.copyOf(notes);
  }
}
