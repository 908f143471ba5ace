package dev.muster.engine.git;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A session's worktree as it is at one moment.
 *
 * @param worktree the worktree
 * @param head full id of the commit it stands on
 * @param branch the branch it stands on, null when detached
 * @param headTree id of that commit's tree
 * @param tree id of the tree that its files make
 * @param leftOut what is not in that tree, as sentences
 */
record SessionFiles(
    Worktree worktree,
    String head,
    @Nullable String branch,
    String headTree,
    String tree,
    List<String> leftOut) {
  SessionFiles {
    leftOut = List.copyOf(leftOut);
  }

  boolean uncommitted() {
    return !tree.equals(headTree);
  }

  /** The branch, or where the worktree stands. */
  String label() {
    return branch == null ? "detached at " + head.substring(0, 8) : branch;
  }

  /**
   * Looks at a session's worktree.
   *
   * @throws GitException when it is gone, has no commit, or is in the middle of a merge or the like
   */
  static SessionFiles of(Repository repository, SessionWork work) throws GitException {
    var worktree = repository.worktrees().at(work.worktree());
    var head = worktree.head();
    if (worktree.missing()) {
      throw new GitException("The worktree “%s” is gone.".formatted(work.worktree()));
    }
    if (head == null) {
      throw new GitException(
          "The session's worktree stands on a branch without a commit, so there is nothing to go on"
              + " from. Ask the agent to go back to its branch.");
    }
    var operation = Repository.operation(worktree.gitDir());
    if (!operation.isEmpty()) {
      throw new GitException(
          "A %s is half done in the session's worktree. Let the agent finish or abort it first; nothing was changed."
              .formatted(operation));
    }
    var measured =
        repository.worktrees().live(work.worktree(), work.index(), ChangeBounds.DEFAULT).measure();
    return new SessionFiles(
        worktree,
        head.commit(),
        head.branch(),
        repository.treeOf(head.commit()),
        measured.tree(),
        measured.leftOut());
  }
}
