package dev.muster.engine.git;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The steps of a landing, of undoing one and of resolving conflicts, in an order in which Muster
 * may be killed between any two: first it is written down what will be done, under {@code
 * refs/muster/landing/SESSION}; every step looks whether it is done already; last the note is taken
 * away.
 */
final class LandingSteps {
  /** What was just done; for tests that kill. */
  enum Step {
    RECORDED,
    STAGED,
    COMMITTED,
    MOVED,
    KEPT,
    DONE
  }

  /** Told after each step. */
  @FunctionalInterface
  interface Watch {
    void done(Step step);
  }

  private final Repository repository;
  private final Git git;
  private final GitPlace store;
  private final Keeper keeper;
  private final Watch watch;

  LandingSteps(Repository repository, Watch watch) {
    this.repository = repository;
    this.git = repository.git();
    this.store = GitPlace.store(repository.commonDir());
    this.keeper = new Keeper(repository);
    this.watch = watch;
  }

  /**
   * Writes down what will be done.
   *
   * @throws GitException when something of this session is unfinished
   */
  void begin(LandingRecord record) throws GitException {
    var ref = MusterRefs.landing(record.session());
    if (!keeper.named(ref).isEmpty()) {
      throw new GitException(
          "An earlier landing of this session is not finished. Finish or undo that first.");
    }
    git.run(store, "update-ref", ref, commit(record), "");
    watch.done(Step.RECORDED);
  }

  /** Does what is not done yet of what was written down. */
  void carryOn(LandingRecord record) throws GitException {
    switch (record.kind()) {
      case LAND -> {
        commitWork(record);
        move(record, record.before(), record.after());
        watch.done(Step.MOVED);
        keepLanded(record);
        watch.done(Step.KEPT);
      }
      case UNDO -> {
        move(record, record.after(), record.before());
        watch.done(Step.MOVED);
        keepLanded(record.as(LandingRecord.Kind.LAND, true));
        watch.done(Step.KEPT);
      }
      case RESOLVE -> {
        commitWork(record);
        bringForward(record);
        watch.done(Step.MOVED);
      }
    }
    forget(record.session());
    watch.done(Step.DONE);
  }

  /** Takes the note away. */
  void forget(String session) throws GitException {
    git.run(store, "update-ref", "-d", MusterRefs.landing(session));
  }

  /** Keeps a landing under a ref of its own, or says there that it was undone. */
  void keepLanded(LandingRecord record) throws GitException {
    var ref = MusterRefs.landed(record.session()) + record.number();
    var before = keeper.named(ref);
    if (before.isEmpty() || record.undone()) {
      git.run(store, "update-ref", ref, commit(record), before);
    }
  }

  /** Keeps the commit of a landing or resolution that did not come so far. */
  void keepUnused(LandingRecord record) throws GitException {
    git.run(store, "update-ref", MusterRefs.kept(record.session(), record.after()), record.after());
  }

  private String commit(LandingRecord record) throws GitException {
    var parents = new ArrayList<String>();
    for (var id : List.of(record.before(), record.after(), record.sessionAfter())) {
      if (!id.isEmpty()) {
        parents.add(id);
      }
    }
    var tree = repository.treeOf(record.after());
    return keeper.commit(tree, parents, record.text());
  }

  private void commitWork(LandingRecord record) throws GitException {
    if (record.sessionBefore().equals(record.sessionAfter())) {
      return;
    }
    var work =
        new SessionWork(record.session(), Path.of(record.worktree()), Path.of(record.index()));
    var commits = repository.commits();
    var head = repository.worktrees().at(work.worktree()).head();
    if (head != null && isAncestor(record.sessionAfter(), head.commit())) {
      return;
    }
    var lock = commits.lock(work);
    lock.lock();
    try {
      var files = SessionFiles.of(repository, work);
      if (!files.head().equals(record.sessionBefore())
          || !files.tree().equals(record.sessionTree())) {
        throw changed();
      }
      commits.keepStaged(work, files);
      commits.stage(work, files);
      watch.done(Step.STAGED);
      commits.moveHead(files, record.sessionAfter(), record.message());
      watch.done(Step.COMMITTED);
    } finally {
      lock.unlock();
    }
  }

  static GitException changed() {
    return new GitException(
        "The session's files have changed since this was shown. Nothing was landed; look again.");
  }

  boolean isAncestor(String commit, String of) throws GitException {
    return git.run(
                GitCall.of(store, "merge-base", "--is-ancestor", commit, of).accepting(0, 1, 128))
            .exit()
        == 0;
  }

  /** Where the branch stands, empty when there is none. */
  String branch(String name) throws GitException {
    return keeper.named("refs/heads/" + name);
  }

  /**
   * Moves the branch, only from where it was seen.
   *
   * @param from full id, empty when there is no branch yet
   * @param to full id, empty when there shall be no branch
   */
  private void move(LandingRecord record, String from, String to) throws GitException {
    var ref = "refs/heads/" + record.target();
    var now = keeper.named(ref);
    if (now.equals(to)) {
      return;
    }
    if (!now.equals(from)) {
      throw moved(record.target());
    }
    if (record.moving() == Moving.CHECKOUT) {
      new TargetCheckout(repository).move(record.target(), from, to);
      return;
    }
    for (var worktree : repository.worktrees().list()) {
      var head = worktree.head();
      if (head != null && record.target().equals(head.branch())) {
        throw new GitException(
            "%s is checked out in “%s” now, so it was not moved. Nothing was changed; look again."
                .formatted(record.target(), worktree.path()));
      }
    }
    try {
      if (to.isEmpty()) {
        git.run(store, "update-ref", "-d", ref, from);
      } else {
        git.run(store, "update-ref", "-m", "muster: " + title(record), ref, to, from);
      }
    } catch (GitException e) {
      if (!keeper.named(ref).equals(from)) {
        throw moved(record.target());
      }
      throw e;
    }
  }

  private static String title(LandingRecord record) {
    return record.text().lines().findFirst().orElse("");
  }

  /** That the branch is not there any more, and which there are instead. */
  GitException gone(String target) throws GitException {
    return new GitException(
        "The branch %s is gone since this was shown. Nothing was landed. %s"
            .formatted(target, Instead.of(repository)));
  }

  static GitException moved(String target) {
    return new GitException(
        "%s moved since this was shown. Nothing was changed there; look again.".formatted(target));
  }

  private void bringForward(LandingRecord record) throws GitException {
    var worktree = repository.worktrees().at(Path.of(record.worktree()));
    var head = worktree.head();
    if (head == null || !isAncestor(record.after(), head.commit())) {
      new TargetCheckout(repository).forward(worktree, record.before(), record.after());
    }
  }
}
