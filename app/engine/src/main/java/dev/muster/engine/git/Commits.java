package dev.muster.engine.git;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Commits the work of sessions on their own branches: every file as a checkpoint has it, untracked
 * ones included and ignored ones not, by the user as git knows them.
 *
 * <p>The repository's hooks are not run and nothing is signed, because an agent may have changed
 * what they start; the result says so when there are any.
 *
 * <p>Killed at any moment, the worktree's files are what they were and its history is either the
 * old or the new one: at worst everything is staged and not committed.
 *
 * <p>Any thread, blocking; about 100 ms at 20,000 files.
 */
public final class Commits {
  private static final int[] PAUSES_MILLIS = {50, 100, 200, 400, 800, 450};

  private final Repository repository;
  private final Git git;

  Commits(Repository repository) {
    this.repository = repository;
    this.git = repository.git();
  }

  /**
   * Commits what a session's worktree holds. Does nothing when all of it is committed.
   *
   * @param message the first line is its title; must not be empty
   * @throws GitException with a sentence; then nothing was changed
   */
  public SessionCommit commit(SessionWork work, String message) throws GitException {
    var lock = lock(work);
    lock.lock();
    try {
      var files = SessionFiles.of(repository, work);
      var notes = new ArrayList<String>(files.leftOut());
      if (!files.uncommitted()) {
        return new SessionCommit(
            files.head(), files.tree(), files.head(), false, files.branch(), notes);
      }
      var commit = prepare(files, message);
      keepStaged(work, files);
      stage(work, files);
      moveHead(files, commit, message);
      notes.addAll(Unrun.hooks(repository, "pre-commit", "commit-msg", "post-commit"));
      notes.addAll(Unrun.signing(repository));
      return new SessionCommit(commit, files.tree(), files.head(), true, files.branch(), notes);
    } finally {
      lock.unlock();
    }
  }

  /** The first line of a commit's message. */
  public String title(String commit) throws GitException {
    return git.run(GitPlace.store(repository.commonDir()), "log", "-1", "--format=%s", commit, "--")
        .text();
  }

  /** How many files of a session's worktree are not committed. */
  public int uncommitted(SessionWork work) throws GitException {
    var head = repository.worktrees().at(work.worktree()).head();
    if (head == null) {
      return 0;
    }
    var changes =
        repository
            .worktrees()
            .live(work.worktree(), work.index(), ChangeBounds.DEFAULT)
            .changes(head.commit());
    return changes.files().size() + changes.moreFiles();
  }

  /** What keeps measurements and changes of a worktree one after the other. */
  java.util.concurrent.locks.ReentrantLock lock(SessionWork work) throws GitException {
    return git.locks().worktree(repository.worktrees().at(work.worktree()).gitDir());
  }

  /** Makes the commit as an object that nothing names yet. */
  String prepare(SessionFiles files, String message) throws GitException {
    return new CommitWriter(repository).make(files.tree(), List.of(files.head()), message);
  }

  /** Keeps what the agent had staged when it is neither what is committed nor what is on disk. */
  void keepStaged(SessionWork work, SessionFiles files) throws GitException {
    var store = GitPlace.store(repository.commonDir());
    var scratch = work.index().resolveSibling(work.index().getFileName() + ".staged");
    var staged = new HeldWork(git, store, files.worktree().gitDir()).stagedTree(scratch);
    if (staged == null || staged.equals(files.headTree()) || staged.equals(files.tree())) {
      return;
    }
    var keeper = new Keeper(repository);
    var ref = MusterRefs.kept(work.session(), files.head());
    keeper.keep(
        ref, keeper.named(ref), staged, List.of(files.head()), "Staged files of " + work.session());
  }

  /**
   * Makes the worktree's own index hold what was just measured. Only with the worktree's lock held.
   */
  void stage(SessionWork work, SessionFiles files) throws GitException {
    var swap = new IndexSwap(files.worktree().gitDir());
    for (int attempt = 0; ; attempt++) {
      try {
        swap.put(work.index());
        return;
      } catch (FileAlreadyExistsException e) {
        if (attempt == PAUSES_MILLIS.length) {
          throw new GitException(
              "Another git process works in the session's worktree, or was ended in the middle of it (there is “%s”). Nothing was committed; try again when it is done, or delete that file when none is left."
                  .formatted(swap.lock()),
              "",
              e);
        }
        pause(PAUSES_MILLIS[attempt]);
      } catch (IOException e) {
        throw new GitException(
            "The session's work could not be staged: %s. Nothing was committed."
                .formatted(e.getMessage()),
            "",
            e);
      }
    }
  }

  /** Moves what the worktree stands on, only from where it was seen. */
  void moveHead(SessionFiles files, String to, String message) throws GitException {
    var gitDir = files.worktree().gitDir();
    git.run(
        new GitPlace(repository.commonDir(), gitDir, null, null),
        "update-ref",
        "-m",
        "commit: " + message.strip().lines().findFirst().orElse(""),
        "HEAD",
        to,
        files.head());
  }

  private static void pause(int millis) throws GitException {
    try {
      TimeUnit.MILLISECONDS.sleep(millis); // a lock file does not tell when it goes
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new GitException("Nothing was committed: Muster was told to stop waiting.", "", e);
    }
  }
}
