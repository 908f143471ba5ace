package dev.muster.engine.git;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out the plan of one removal. Used once, under the worktree's lock. Where a step fails,
 * the worktree is put back.
 */
final class RemovalRun {
  private static final Logger LOG = LoggerFactory.getLogger(RemovalRun.class);

  /** Told after each step; for tests that kill. */
  @FunctionalInterface
  interface Watch {
    void done(RemovalStep step);
  }

  private final Repository repository;
  private final Git git;
  private final GitPlace store;
  private final Trash trash;
  private final KeptIgnored ignored;
  private final RemovalRequest request;
  private final RemovalPlan plan;
  private final Worktree worktree;
  private final Watch watch;
  private @Nullable String archive;
  private @Nullable Path keptFolder;
  private @Nullable TakenTree taken;
  private boolean doomed;
  private boolean forgotten;
  private CompletableFuture<Void> deleted = CompletableFuture.completedFuture(null);

  RemovalRun(
      Repository repository,
      Trash trash,
      KeptIgnored ignored,
      RemovalRequest request,
      RemovalPlan plan,
      Worktree worktree,
      Watch watch) {
    this.repository = repository;
    this.git = repository.git();
    this.store = GitPlace.store(repository.commonDir());
    this.trash = trash;
    this.ignored = ignored;
    this.request = request;
    this.plan = plan;
    this.worktree = worktree;
    this.watch = watch;
  }

  Removed all() throws GitException {
    try {
      for (var step : plan.steps()) {
        step(step);
        watch.done(step);
      }
      if (worktree.missing()) {
        // Perhaps a removal before this one was cut short: then it had kept these.
        var before = new Keeper(repository).named(MusterRefs.archive(request.session()));
        archive = archive == null && !before.isEmpty() ? before : archive;
        keptFolder = ignored.latest(request.session());
      }
    } catch (IOException e) {
      putBack(e);
      lockAgain();
      if (e instanceof GitException failed) {
        throw failed;
      }
      throw new GitException(
          "The worktree “%s” was not removed completely: %s. %s"
              .formatted(request.worktree(), e.getMessage(), whereabouts()),
          "",
          e);
    }
    var stays = taken != null && !doomed ? taken.folder() : null;
    return new Removed(
        plan,
        archive,
        keptFolder,
        stays,
        Restoring.sentence(repository, request, archive, keptFolder),
        deleted);
  }

  private void step(RemovalStep step) throws IOException {
    var tree = taken;
    switch (step) {
      case RemovalStep.Snapshot(String ref) -> archive = snapshot(ref);
      case RemovalStep.MoveToTrash() ->
          taken = new TakenTree(trash.take(worktree.path(), request.session()), worktree.gitDir());
      case RemovalStep.KeepIgnored(List<String> paths) -> {
        if (tree != null) {
          var to = ignored.fresh(request.session());
          keptFolder = to;
          tree.keep(paths, to);
        }
      }
      case RemovalStep.EmptyTrash() -> {
        if (tree != null) {
          taken = tree.at(trash.doom(tree.folder()));
          doomed = true;
        }
      }
      case RemovalStep.KeepTrash(String why) -> LOG.info("{} stays: {}", request.worktree(), why);
      case RemovalStep.Unlock() -> repository.worktrees().unlock(worktree.path());
      case RemovalStep.Forget() -> forget();
      case RemovalStep.DeleteBranch(String branch) -> deleteBranch(branch);
    }
  }

  private String snapshot(String ref) throws GitException {
    var head = worktree.head();
    if (head == null) {
      throw new GitException("What the worktree stands on is not known; nothing was removed.");
    }
    var keeper = new Keeper(repository);
    var before = keeper.named(ref);
    if (worktree.missing() && !before.isEmpty() && holds(before, head.commit())) {
      return before; // made when the files were still there, which another one would not have
    }
    var held = new HeldWork(git, store, worktree.gitDir());
    var headTree = git.run(store, "rev-parse", "--verify", head.commit() + "^{tree}").text();
    var tree = headTree;
    var parents = new ArrayList<>(List.of(head.commit()));
    if (!worktree.missing()) {
      tree =
          repository
              .worktrees()
              .live(worktree.path(), request.index(), ChangeBounds.DEFAULT)
              .tree();
    }
    var scratch = request.index().resolveSibling(request.index().getFileName() + ".staged");
    var staged = held.stagedTree(scratch);
    if (staged != null && !staged.equals(headTree) && !staged.equals(tree)) {
      parents.add(
          keeper.commit(staged, List.of(head.commit()), "Staged files of " + request.session()));
    }
    parents.addAll(held.dropped(head.commit()));
    var message =
        "Archive of session %s%n%nBranch: %s%nHead: %s"
            .formatted(
                request.session(),
                head.branch() == null ? "(detached)" : head.branch(),
                head.commit());
    return keeper.keep(ref, before, tree, parents, message);
  }

  private boolean holds(String archive, String commit) throws GitException {
    return git.run(
                GitCall.of(store, "merge-base", "--is-ancestor", commit, archive).accepting(0, 1))
            .exit()
        == 0;
  }

  /**
   * By name, not by {@code git worktree prune}: that would also forget a worktree of the user's on
   * a disk that is not plugged in.
   */
  private void forget() throws IOException {
    var tree = taken;
    if (tree != null) {
      tree.takeModules();
    }
    git.run(store, "worktree", "remove", "--force", worktree.path().toString());
    forgotten = true;
    if (tree != null && doomed) {
      deleted = trash.delete(tree.folder());
    } else if (tree != null) {
      tree.cutOff();
    }
  }

  private void deleteBranch(String branch) throws GitException {
    var head = worktree.head();
    if (head != null) {
      // Not "git branch -D", which rewrites the user's configuration file.
      git.run(store, "update-ref", "-d", "refs/heads/" + branch, head.commit());
    }
  }

  private void putBack(IOException why) {
    var tree = taken;
    if (tree == null || forgotten) {
      return;
    }
    try {
      tree.putBack(worktree.path(), ignored.folder());
      taken = null;
      keptFolder = null;
    } catch (IOException e) {
      why.addSuppressed(e);
    }
  }

  private void lockAgain() {
    var reason = request.lockReason();
    if (reason != null && plan.steps().contains(new RemovalStep.Unlock()) && !forgotten) {
      try {
        repository.worktrees().lock(worktree.path(), reason);
      } catch (GitException e) {
        LOG.warn("The worktree {} is there and no longer locked", worktree.path(), e);
      }
    }
  }

  private String whereabouts() {
    var at = taken;
    return (at == null
            ? "It is where it was."
            : forgotten && doomed
                ? "Its folder is gone."
                : "Its files are in “%s”.".formatted(at.folder()))
        + (archive == null
            ? ""
            : " A snapshot is under " + MusterRefs.archive(request.session()) + ".");
  }
}
