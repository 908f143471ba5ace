package dev.muster.engine.git;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes a worktree to a state that was kept as a commit: files, branch and what is staged. Only
 * what differs is written. Ignored files are left alone. No branch but the session's own is ever
 * moved.
 *
 * <p>In two steps, so that whoever asks can write down in between what is about to happen: {@link
 * #keep} changes nothing in the worktree, and {@link #bring} can be repeated until it succeeds,
 * also after a crash in the middle of it, and ends in the same state. A kept state can be brought
 * back in the same way.
 *
 * <p>Any thread, blocking; one at a time per worktree. Nobody else may work in the worktree
 * meanwhile; what somebody does all the same between the two steps is kept as well.
 */
public final class Rewinds {
  /** What may take longer than a minute is tied to Muster's life. */
  private static final Duration WRITING = Duration.ofMinutes(10);

  private final Repository repository;
  private final LiveTree live;
  private final Git git;
  private final GitPlace store;
  private final GitPlace own;

  Rewinds(Repository repository, LiveTree live) {
    this.repository = repository;
    this.live = live;
    this.git = repository.git();
    this.store = GitPlace.store(repository.commonDir());
    this.own = GitPlace.worktree(live.gitDir(), live.worktree());
  }

  /**
   * Keeps the worktree as it is under {@code refs/muster/SESSION/rewind/NUMBER}, and makes sure
   * that the wanted state can be had.
   *
   * @param number counts a session's rewinds from 1
   * @param branch the session's own, its short name
   * @param target full id of the commit whose state is wanted
   * @param message says what for
   * @throws GitException when it cannot be had; nothing was changed then
   */
  public KeptState keep(String session, int number, String branch, String target, String message)
      throws GitException {
    live.lock().lock();
    try {
      live.index().prepare(); // takes away a lock of Muster's own
      var lock = live.gitDir().resolve("index.lock");
      if (Files.exists(lock)) {
        throw new GitException(
            "Git is at work in the worktree, or was ended in the middle of it: “%s” is there."
                    .formatted(lock)
                + " End what runs there, or delete that file. Nothing was changed.");
      }
      var standing = standing();
      branch(branch).check(Standing.in(git, store, target, session, ref(branch)));
      var tree = wayFree().of(live.measure().tree(), tree(target));
      return keep(session, number, branch, tree, standing, message);
    } finally {
      live.lock().unlock();
    }
  }

  /**
   * Takes the worktree to a state.
   *
   * @param kept full id of the commit that {@link #keep} made: any other state that is found is
   *     kept beside it
   * @param target full id of the commit whose state is wanted
   * @throws GitException when a step failed; it can be called again for this state or for the kept
   *     one
   */
  public void bring(String session, int number, String branch, String kept, String target)
      throws GitException {
    live.lock().lock();
    try {
      live.index().unlock();
      var wanted = Standing.in(git, store, target, session, ref(branch));
      var before = Standing.in(git, store, kept, session, ref(branch));
      var standing = standing();
      var tree = tree(target);
      var found = wayFree().of(live.measure().tree(), tree);
      boolean known =
          (found.equals(tree) || found.equals(tree(kept)))
              && (isIn(standing, before) || isIn(standing, wanted));
      if (!known) {
        keep(session, number, branch, found, standing, "What was found in the middle of it");
      }
      if (!found.equals(tree)) {
        write(found, tree);
      }
      Unfinished.setAside(live.gitDir(), number);
      branch(branch).stand(wanted);
      stage(wanted);
    } finally {
      live.lock().unlock();
    }
  }

  private static boolean isIn(Standing now, Standing known) {
    return now.head() == null || now.head().equals(known.head());
  }

  private Standing standing() throws GitException {
    return Standing.now(git, own);
  }

  private KeptState keep(
      String session, int number, String branch, String tree, Standing standing, String message)
      throws GitException {
    var keeper = new Keeper(repository);
    var scratch = live.gitDir().resolve("muster-staged");
    var staged = new HeldWork(git, store, live.gitDir()).stagedTree(scratch);
    var head = standing.head();
    var parents = new ArrayList<String>();
    if (head != null) {
      parents.add(head);
    }
    if (staged != null && !staged.equals(tree)) {
      parents.add(keeper.commit(staged, List.copyOf(parents), "Staged files of " + session));
    }
    var tip = keeper.named(ref(branch));
    if (!tip.isEmpty()) {
      parents.add(tip);
    }
    for (var named : Unfinished.commits(live.gitDir())) {
      var there = keeper.named(named);
      if (!there.isEmpty()) {
        parents.add(there);
      }
    }
    var ref = MusterRefs.rewind(session, number);
    var commit =
        keeper.keep(
            ref,
            keeper.named(ref),
            tree,
            parents,
            standing.withStaged(staged).after(message, session));
    return new KeptState(ref, commit, tree);
  }

  /**
   * Git's own way from one tree to another: it looks at what it overwrites, and through no link.
   */
  private void write(String from, String to) throws GitException {
    git.run(
        GitCall.of(live.index().place(), "read-tree", "-m", "-u", "--no-sparse-checkout", from, to)
            .within(WRITING));
  }

  /**
   * Makes the worktree's own index anew, beside it and then by a rename: a crash leaves the one or
   * the other, and no lock.
   */
  private void stage(Standing wanted) throws GitException {
    var tree = wanted.staged() != null ? wanted.staged() : wanted.head();
    if (tree == null) {
      return;
    }
    var index = live.gitDir().resolve("index");
    var next = live.gitDir().resolve("muster-index");
    try {
      Files.deleteIfExists(live.gitDir().resolve("muster-index.lock"));
      Files.deleteIfExists(next);
      if (Files.exists(index)) {
        Files.copy(index, next, StandardCopyOption.COPY_ATTRIBUTES);
      }
      var place = own.withIndex(next);
      git.run(place, "read-tree", "--reset", "--no-sparse-checkout", tree);
      git.run(
          GitCall.of(place, "update-index", "-q", "--refresh", "--ignore-submodules")
              .accepting(0, 1));
      Files.move(next, index, StandardCopyOption.ATOMIC_MOVE);
    } catch (GitException e) {
      throw e;
    } catch (IOException e) {
      throw new GitException(
          "The worktree's index could not be written (%s).".formatted(e.getMessage()), "", e);
    }
  }

  private WayFree wayFree() {
    return new WayFree(git, live.index(), live.worktree());
  }

  private OwnBranch branch(String branch) {
    return new OwnBranch(repository, live.worktree(), own, ref(branch));
  }

  private String tree(String commit) throws GitException {
    return git.run(store, "rev-parse", "--verify", "--end-of-options", commit + "^{tree}").text();
  }

  private static String ref(String branch) {
    return "refs/heads/" + branch;
  }

  /**
   * What git keeps of an operation that was stopped in the middle, such as a merge or a rebase: it
   * would go on with commits and files that are not there any more.
   */
  private static final class Unfinished {
    private static final List<String> COMMITS =
        List.of(
            "MERGE_HEAD",
            "CHERRY_PICK_HEAD",
            "REVERT_HEAD",
            "rebase-merge/autostash",
            "rebase-merge/orig-head",
            "rebase-apply/autostash",
            "rebase-apply/orig-head");
    private static final List<String> ALL =
        List.of(
            "MERGE_HEAD",
            "MERGE_MODE",
            "MERGE_MSG",
            "MERGE_AUTOSTASH",
            "CHERRY_PICK_HEAD",
            "REVERT_HEAD",
            "SQUASH_MSG",
            "AUTO_MERGE",
            "sequencer",
            "rebase-merge",
            "rebase-apply");

    /** The commits that it speaks of, which nothing else may keep. */
    static List<String> commits(Path gitDir) throws GitException {
      var found = new ArrayList<String>();
      for (var name : COMMITS) {
        try {
          var line = Files.readString(gitDir.resolve(name), StandardCharsets.ISO_8859_1).strip();
          if (line.matches("[0-9a-f]{40,64}")) {
            found.add(line);
          }
        } catch (NoSuchFileException none) {
          continue; // the usual case: nothing is unfinished
        } catch (IOException e) {
          throw new GitException("“%s” could not be read.".formatted(name), "", e);
        }
      }
      return found;
    }

    /** Renames it out of git's sight. */
    static void setAside(Path gitDir, int number) throws GitException {
      for (var name : ALL) {
        var there = gitDir.resolve(name);
        if (!Files.exists(there)) {
          continue;
        }
        try {
          var aside = Files.createDirectories(gitDir.resolve("muster-aside"));
          var to = aside.resolve(number + "-" + name);
          for (int n = 2; Files.exists(to); n++) {
            to = aside.resolve(number + "-" + n + "-" + name);
          }
          Files.move(there, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
          throw new GitException(
              "“%s” could not be put aside (%s).".formatted(there, e.getMessage()), "", e);
        }
      }
    }
  }
}
