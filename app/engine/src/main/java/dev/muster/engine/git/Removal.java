package dev.muster.engine.git;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes worktrees without losing work: what they hold stays reachable under {@code
 * refs/muster/archive/}, and the folder goes by way of the trash.
 *
 * <p>Any thread, blocking (a second or so; the deleting goes on in the background).
 */
public final class Removal {
  private static final Logger LOG = LoggerFactory.getLogger(Removal.class);

  private final Repository repository;
  private final Git git;
  private final GitPlace store;
  private final Path kept;
  private final Trash trash;

  Removal(Repository repository, Path kept, Trash trash) {
    this.repository = repository;
    this.git = repository.git();
    this.store = GitPlace.store(repository.commonDir());
    this.kept = kept;
    this.trash = trash;
  }

  /** The ref under which a removed session's work stays, if it held any. */
  public static String archiveRef(String session) {
    return MusterRefs.archive(session);
  }

  /** What decides; for {@link RemovalPlan#of}, whose sentences are shown before {@link #remove}. */
  public RemovalFacts facts(RemovalRequest request) throws GitException {
    return new RemovalFactsFinder(repository, request).find();
  }

  /**
   * Removes a worktree by the plan that follows from the facts of this moment.
   *
   * @throws GitException when the plan is refused or a step failed; then the worktree is where it
   *     was, or the message says where it is
   */
  public Removed remove(RemovalRequest request) throws GitException {
    var facts = facts(request);
    var plan = RemovalPlan.of(facts);
    if (plan.refused()) {
      throw new GitException(String.join(" ", plan.refusals()));
    }
    var worktree = repository.worktrees().at(request.worktree());
    var lock = git.locks().worktree(worktree.gitDir());
    lock.lock();
    try {
      return new Doing(request, plan, worktree).all();
    } finally {
      repository.liveTrees().forget(Worktrees.real(worktree.path()));
      lock.unlock();
    }
  }

  /** What is kept of removed worktrees, the latest first. */
  public List<Archived> archives() throws GitException {
    var under = MusterRefs.archives();
    var fields =
        git.run(
                store,
                "for-each-ref",
                "--sort=-committerdate",
                "--format=%(refname)%00%(objectname)%00%(committerdate:unix)%00",
                under)
            .fields();
    var found = new ArrayList<Archived>();
    for (int i = 0; i + 2 < fields.size(); i += 3) {
      var ref = fields.get(i).strip();
      found.add(
          new Archived(
              ref.substring(under.length()),
              ref,
              fields.get(i + 1),
              Instant.ofEpochSecond(Long.parseLong(fields.get(i + 2)))));
    }
    return List.copyOf(found);
  }

  /** One removal. */
  private final class Doing {
    private final RemovalRequest request;
    private final RemovalPlan plan;
    private final Worktree worktree;
    private @Nullable String archive;
    private @Nullable Path keptFolder;
    private @Nullable Path taken;
    private boolean stays;
    private CompletableFuture<Void> deleted = CompletableFuture.completedFuture(null);

    Doing(RemovalRequest request, RemovalPlan plan, Worktree worktree) {
      this.request = request;
      this.plan = plan;
      this.worktree = worktree;
    }

    Removed all() throws GitException {
      try {
        for (var step : plan.steps()) {
          step(step);
        }
      } catch (IOException e) {
        lockAgain();
        if (e instanceof GitException git) {
          throw git;
        }
        throw new GitException(
            "The worktree “%s” was not removed completely: %s. %s"
                .formatted(request.worktree(), e.getMessage(), whereabouts()),
            "",
            e);
      }
      return new Removed(plan, archive, keptFolder, stays ? taken : null, restore(), deleted);
    }

    private void step(RemovalStep step) throws IOException {
      switch (step) {
        case RemovalStep.Snapshot(String ref) -> archive = snapshot(ref);
        case RemovalStep.Unlock() -> repository.worktrees().unlock(worktree.path());
        case RemovalStep.MoveToTrash() -> taken = trash.take(worktree.path(), request.session());
        case RemovalStep.Forget() -> forget();
        case RemovalStep.DeleteBranch(String branch) -> deleteBranch(branch);
        case RemovalStep.KeepIgnored(List<String> paths) -> keepIgnored(paths);
        case RemovalStep.EmptyTrash() -> {
          if (taken != null) {
            deleted = trash.empty(taken);
          }
        }
        case RemovalStep.KeepTrash(String why) -> stays = true;
      }
    }

    private String snapshot(String ref) throws GitException {
      var head = worktree.head();
      if (head == null) {
        throw new GitException("What the worktree stands on is not known; nothing was removed.");
      }
      var keeper = new Keeper(repository);
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
      return keeper.keep(ref, keeper.named(ref), tree, parents, message);
    }

    /**
     * By name, not by {@code git worktree prune}: that would also forget a worktree of the user's
     * on a disk that is not plugged in.
     */
    private void forget() throws IOException {
      var modules = worktree.gitDir().resolve("modules");
      var from = taken;
      var aside = from == null ? null : from.resolve(".git-modules");
      boolean moved = aside != null && Files.isDirectory(modules);
      if (moved) {
        Files.move(modules, aside, StandardCopyOption.ATOMIC_MOVE);
      }
      try {
        git.run(store, "worktree", "remove", "--force", worktree.path().toString());
      } catch (GitException e) {
        if (moved) {
          Files.move(aside, modules, StandardCopyOption.ATOMIC_MOVE);
        }
        if (from != null) {
          Files.move(from, worktree.path(), StandardCopyOption.ATOMIC_MOVE);
          taken = null;
        }
        throw e;
      }
    }

    private void deleteBranch(String branch) throws GitException {
      var head = worktree.head();
      if (head != null) {
        // Not "git branch -D", which rewrites the user's configuration file.
        git.run(store, "update-ref", "-d", "refs/heads/" + branch, head.commit());
      }
    }

    private void keepIgnored(List<String> paths) throws IOException {
      var from = taken;
      if (from == null) {
        return;
      }
      var to = freshFolder();
      keptFolder = to;
      for (var path : paths) {
        var source = from.resolve(path).normalize();
        var target = to.resolve(path).normalize();
        if (!source.startsWith(from) || !target.startsWith(to)) {
          throw new IOException("“" + path + "” lies outside of the worktree");
        }
        if (Files.exists(source, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
          Files.createDirectories(target.getParent());
          Files.move(source, target, StandardCopyOption.ATOMIC_MOVE);
        }
      }
    }

    private Path freshFolder() throws IOException {
      var own = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
      Files.createDirectories(kept);
      for (int n = 1; ; n++) {
        var folder = kept.resolve(n == 1 ? request.session() : request.session() + "-" + n);
        if (!Files.exists(folder)) {
          return Files.createDirectory(folder, own);
        }
      }
    }

    private void lockAgain() {
      var reason = request.lockReason();
      if (reason != null && plan.steps().contains(new RemovalStep.Unlock()) && taken == null) {
        try {
          repository.worktrees().lock(worktree.path(), reason);
        } catch (GitException e) {
          LOG.warn("The worktree {} is there and no longer locked", worktree.path(), e);
        }
      }
    }

    private String whereabouts() {
      var at = taken;
      return (at == null ? "It is where it was." : "Its files are in “%s”.".formatted(at))
          + (archive == null
              ? ""
              : " A snapshot is under " + MusterRefs.archive(request.session()) + ".");
    }

    private String restore() {
      var folder = keptFolder;
      var ignored = folder == null ? "" : " Its ignored files are in “%s”.".formatted(folder);
      if (archive == null) {
        return "It held no change and no commit of its own." + ignored;
      }
      return "To get it back: git -C %s worktree add -b %s %s %s%s"
          .formatted(
              quoted(repository.root().toString()),
              MusterRefs.BRANCHES + "restored-" + request.session(),
              quoted(worktree.path().toString()),
              MusterRefs.archive(request.session()),
              ignored.isEmpty() ? "" : "." + ignored);
    }

    private static String quoted(String word) {
      return "'" + word.replace("'", "'\\''") + "'";
    }
  }
}
