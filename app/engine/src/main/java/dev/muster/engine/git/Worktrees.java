package dev.muster.engine.git;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Makes, lists, locks and weighs the worktrees of one repository.
 *
 * <p>Any thread, blocking. At most two worktrees of a repository are made at the same time, others
 * wait: more at once only makes each slower.
 */
public final class Worktrees {
  private final Repository repository;
  private final GitPlace store;

  Worktrees(Repository repository) {
    this.repository = repository;
    this.store = GitPlace.store(repository.commonDir());
  }

  /**
   * Makes a worktree on a new branch {@code muster/…} and copies the ignored files that {@code
   * .worktreeinclude} names into it. Takes seconds on a large repository.
   *
   * @throws GitException when it could not be made; nothing of it is left then
   */
  public CreatedWorktree create(WorktreeRequest request) throws GitException {
    var turn = repository.git().locks().creations(repository.commonDir());
    try {
      turn.acquire();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new GitException("No worktree was made: Muster was told to stop waiting.", "", e);
    }
    try {
      return new WorktreeMaker(repository).make(request);
    } finally {
      turn.release();
    }
  }

  /**
   * Clears away what is left of a worktree that was being made when Muster was killed, so that it
   * can be made again. Its folder goes to the trash; its branch goes only when another branch or
   * tag holds its commit as well. Does nothing when there is nothing at the path.
   *
   * @param path where {@link #create} was to make it; nobody has worked there
   * @throws GitException when something of it stays in the way
   */
  public void discardUnfinished(Path path, Trash trash) throws GitException {
    var git = repository.git();
    var wanted = real(path);
    var registered = list().stream().filter(w -> real(w.path()).equals(wanted)).findFirst();
    try {
      trash.discard(path, path.getFileName() + "-unfinished");
    } catch (IOException e) {
      throw new GitException(
          "“%s” is left from a start that was cut short, and cannot be cleared away (%s)."
              .formatted(path, e.getMessage()),
          "",
          e);
    }
    if (registered.isEmpty()) {
      return;
    }
    // The branch first: once the worktree is forgotten, nothing tells whose branch it was.
    var head = registered.get().head();
    if (head != null && head.branch() != null) {
      var ref = "refs/heads/" + head.branch();
      var holders =
          git.run(store, "for-each-ref", "--format=%(refname)", "--contains", head.commit())
              .text()
              .lines()
              .filter(holder -> !holder.equals(ref) && !holder.startsWith("refs/muster/"));
      if (holders.findAny().isPresent()) {
        git.run(store, "update-ref", "-d", ref, head.commit());
      }
    }
    git.run(store, "worktree", "remove", "--force", "--force", registered.get().path().toString());
  }

  /** All worktrees, the main checkout first. */
  public List<Worktree> list() throws GitException {
    var fields = repository.git().run(store, "worktree", "list", "--porcelain", "-z").fields();
    return new WorktreeList(repository.commonDir()).parse(fields);
  }

  /**
   * The worktree at a path; its folder may be gone.
   *
   * @throws GitException when the repository has no worktree there
   */
  public Worktree at(Path path) throws GitException {
    var wanted = real(path);
    for (var worktree : list()) {
      if (real(worktree.path()).equals(wanted)) {
        return worktree;
      }
    }
    throw new GitException("“%s” is not a worktree of %s.".formatted(path, repository.name()));
  }

  /** Keeps everyone from removing a worktree, and says why. Does nothing when it is locked. */
  public void lock(Path path, String reason) throws GitException {
    if (at(path).locked() == null) {
      repository.git().run(store, "worktree", "lock", "--reason", reason, path.toString());
    }
  }

  /** Undoes {@link #lock}. Does nothing when it is not locked. */
  public void unlock(Path path) throws GitException {
    if (at(path).locked() != null) {
      repository.git().run(store, "worktree", "unlock", path.toString());
    }
  }

  /** What a folder takes on the disk; about 0.2 s for 20,000 files. */
  public DiskCost cost(Path path) {
    return Folders.cost(path);
  }

  /**
   * What a worktree takes, split into source and what is ignored. Blocks for as long as its files
   * take to be looked at.
   *
   * @param stop asked all the time; ends early when it says so
   */
  public WorktreeCost split(Path path, BooleanSupplier stop) {
    if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      return WorktreeCost.NONE;
    }
    var all = Folders.cost(path, stop);
    long ignored = 0;
    boolean complete = all.complete();
    try {
      for (var name : new IgnoredFiles(repository.git(), repository.root()).names(path)) {
        var part = Folders.cost(path.resolve(name), stop);
        ignored += part.bytes();
        complete = complete && part.complete();
      }
    } catch (GitException | java.nio.file.InvalidPathException unsorted) {
      return new WorktreeCost(all.bytes(), 0, false);
    }
    return new WorktreeCost(Math.max(0, all.bytes() - ignored), ignored, complete);
  }

  /**
   * The paths of a worktree's files, by name: those git knows and new ones, but none it ignores.
   *
   * @param most more are not told
   */
  public List<String> files(Path worktree, int most) throws GitException {
    var known = at(worktree);
    var said =
        repository
            .git()
            .run(
                GitCall.of(
                    GitPlace.worktree(known.gitDir(), known.path()),
                    "ls-files",
                    "-z",
                    "--cached",
                    "--others",
                    "--exclude-standard",
                    "--deduplicate"));
    return said.fields().stream().sorted().limit(most).toList();
  }

  /**
   * The files of a worktree as they are now. Asked again for the same, it is the same object and
   * costs nothing.
   *
   * @param worktree its folder
   * @param index a file of Muster's own that remembers what was measured, outside the repository;
   *     one per worktree, made when missing, may be deleted at any time
   */
  public LiveTree live(Path worktree, Path index, ChangeBounds bounds) throws GitException {
    var used = repository.liveTrees();
    var folder = real(worktree);
    var before = used.get(folder, index, bounds);
    if (before != null) {
      return before;
    }
    var known = at(folder);
    if (known.missing()) {
      throw new GitException("The worktree “%s” is gone.".formatted(worktree));
    }
    var live = new LiveTree(repository, real(known.path()), known.gitDir(), index, bounds);
    used.put(folder, index, bounds, live);
    return live;
  }

  /** The real path as far as it exists, so that paths can be compared. */
  static Path real(Path path) {
    var absolute = path.toAbsolutePath().normalize();
    var parent = absolute.getParent();
    try {
      if (Files.exists(absolute)) {
        return absolute.toRealPath();
      }
      return parent != null && Files.exists(parent)
          ? parent.toRealPath().resolve(absolute.getFileName())
          : absolute;
    } catch (IOException e) {
      return absolute; // comparing what can be read is the best there is
    }
  }
}
