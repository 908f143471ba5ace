package dev.muster.engine.git;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Moves a clean checkout together with its branch, as {@code git merge --ff-only} and {@code git
 * reset --keep} do: git itself refuses rather than to overwrite a change. The user's own filters
 * run, as in any checkout; hooks do not.
 */
final class TargetCheckout {
  private static final Duration LIMIT = Duration.ofMinutes(10);

  private final Repository repository;
  private final Git git;

  TargetCheckout(Repository repository) {
    this.repository = repository;
    this.git = repository.git();
  }

  /**
   * Moves the checkout that stands on a branch.
   *
   * @throws GitException when it is not clean, or does not stand where it was seen
   */
  void move(String branch, String from, String to) throws GitException {
    var place = new TargetPlaces(repository).of(branch, from, to);
    var checkout = place.checkout();
    if (checkout == null) {
      throw new GitException(
          "%s is not checked out any more, so its checkout was not moved. Nothing was changed; look again."
              .formatted(branch));
    }
    if (!place.clean()) {
      throw new GitException(
          "%s Nothing was changed there.".formatted(String.join(" ", place.inTheWay())));
    }
    var worktree = repository.worktrees().at(checkout);
    if (isAncestor(from, to)) {
      forward(worktree, from, to);
    } else {
      refresh(worktree);
      run(worktree, List.of("reset", "--keep", "--quiet", to));
    }
  }

  /** Brings a checkout forward, from where it was seen. */
  void forward(Worktree worktree, String from, String to) throws GitException {
    var head = repository.worktrees().at(worktree.path()).head();
    if (head == null || !head.commit().equals(from)) {
      throw LandingSteps.moved("“%s”".formatted(worktree.path()));
    }
    run(
        worktree,
        List.of(
            // All said, because the repository's configuration may say otherwise for a branch.
            "merge",
            "--ff-only",
            "--commit",
            "--no-squash",
            "--no-verify-signatures",
            "--no-overwrite-ignore",
            "--no-autostash",
            "--no-stat",
            "--quiet",
            to));
  }

  /** Git's reset, unlike its merge, takes a file whose time it does not know for changed. */
  private void refresh(Worktree worktree) throws GitException {
    var place = GitPlace.worktree(worktree.gitDir(), worktree.path());
    git.run(
        GitCall.of(place, "update-index", "-q", "--refresh", "--ignore-submodules")
            .within(LIMIT)
            .accepting(0, 1));
  }

  private void run(Worktree worktree, List<String> args) throws GitException {
    var place = GitPlace.worktree(worktree.gitDir(), worktree.path());
    // Ended with Muster, it would leave some files of the checkout new and some old.
    try {
      git.run(GitCall.of(place, new ArrayList<>(args)).within(LIMIT).runningOn());
    } catch (GitException e) {
      // Git looks at all files before it changes one, and lists those that would be lost.
      var lost =
          e.detail()
              .lines()
              .filter(line -> line.startsWith("\t"))
              .map(String::strip)
              .distinct()
              .sorted()
              .toList();
      if (lost.isEmpty()) {
        throw e;
      }
      throw new GitException(
          "“%s” was not brought to the new state, because git would have to overwrite what is there and not committed (%s). Nothing was moved. Move that away, and look again."
              .formatted(worktree.path(), TargetPlaces.some(lost)),
          e.detail(),
          e);
    }
  }

  private boolean isAncestor(String commit, String of) throws GitException {
    return git.run(
                GitCall.of(
                        GitPlace.store(repository.commonDir()),
                        "merge-base",
                        "--is-ancestor",
                        commit,
                        of)
                    .accepting(0, 1))
            .exit()
        == 0;
  }
}
