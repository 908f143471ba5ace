package dev.muster.engine.git;

import java.nio.file.Path;

/**
 * Has a worktree stand on its session's branch again, at the commit of that time. A branch that is
 * not the session's, or that another checkout is on, is never moved.
 */
final class OwnBranch {
  private static final String HEADS = "refs/heads/";

  private final Repository repository;
  private final Path worktree;
  private final Git git;
  private final GitPlace own;
  private final String branch;

  /**
   * @param own the worktree with its own index
   * @param branch the session's, full name
   */
  OwnBranch(Repository repository, Path worktree, GitPlace own, String branch) {
    this.repository = repository;
    this.worktree = worktree;
    this.git = repository.git();
    this.own = own;
    this.branch = branch;
  }

  /**
   * @throws GitException when the branch cannot be moved because another checkout is on it
   */
  void check(Standing wanted) throws GitException {
    if (!moves(wanted)) {
      return;
    }
    for (var other : repository.worktrees().list()) {
      var head = other.head();
      if (head != null
          && head.branch() != null
          && branch.equals(HEADS + head.branch())
          && !Worktrees.real(other.path()).equals(worktree)) {
        throw new GitException(
            "The branch “%s” is checked out in “%s”, too. Switch that to another branch, then try"
                    .formatted(head.branch(), other.path())
                + " again. Nothing was changed.");
      }
    }
  }

  /** Can be repeated. */
  void stand(Standing wanted) throws GitException {
    var head = wanted.head();
    if (head == null) {
      return; // there was no commit yet: the files are all there is to go back to
    }
    if (moves(wanted)) {
      check(wanted);
      var tip = tip(branch);
      if (!tip.equals(head)) {
        git.run(own, "update-ref", "-m", "muster: taken back", branch, head, tip);
      }
      var on = git.run(GitCall.of(own, "symbolic-ref", "-q", "HEAD").accepting(0, 1, 128));
      if (on.exit() != 0 || !on.text().equals(branch)) {
        git.run(own, "symbolic-ref", "-m", "muster: taken back", "HEAD", branch);
      }
    } else if (!tip("HEAD").equals(head) || wanted.detached()) {
      git.run(own, "update-ref", "--no-deref", "-m", "muster: taken back", "HEAD", head);
    }
  }

  /** Whether what it stood on is the branch that may be moved. */
  private boolean moves(Standing wanted) {
    return branch.equals(wanted.branch());
  }

  private String tip(String ref) throws GitException {
    var said =
        git.run(
            GitCall.of(own, "rev-parse", "--verify", "--quiet", ref + "^{commit}")
                .accepting(0, 1, 128));
    return said.exit() == 0 ? said.text() : "";
  }
}
