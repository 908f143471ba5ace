package dev.muster.engine.git;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Removes worktrees without losing work: what they hold stays reachable under {@code
 * refs/muster/archive/}, and the folder goes by way of the trash.
 *
 * <p>Any thread, blocking (a second or so; the deleting goes on in the background).
 */
public final class Removal {
  private final Repository repository;
  private final Git git;
  private final GitPlace store;
  private final KeptIgnored ignored;
  private final Trash trash;
  private final RemovalRun.Watch watch;

  /**
   * @param kept where ignored files go
   * @param watch told after each step
   */
  Removal(Repository repository, Path kept, Trash trash, RemovalRun.Watch watch) {
    this.repository = repository;
    this.git = repository.git();
    this.store = GitPlace.store(repository.commonDir());
    this.ignored = new KeptIgnored(kept.toAbsolutePath().normalize());
    this.trash = trash;
    this.watch = watch;
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
   * Removes a worktree by the plan that follows from the facts of this moment. One whose removal
   * was cut short by a kill is put back first; one that is gone altogether needs no more than to be
   * said so.
   *
   * @throws GitException when the plan is refused or a step failed; then the worktree is where it
   *     was, or the message says where it is
   */
  public Removed remove(RemovalRequest request) throws GitException {
    putBack(request);
    var facts = facts(request);
    var plan = RemovalPlan.of(facts);
    if (plan.refused()) {
      throw new GitException(String.join(" ", plan.refusals()));
    }
    if (facts.gone()) {
      return gone(request, plan);
    }
    var worktree = repository.worktrees().at(request.worktree());
    var lock = git.locks().worktree(worktree.gitDir());
    lock.lock();
    try {
      return new RemovalRun(repository, trash, ignored, request, plan, worktree, watch).all();
    } finally {
      repository.liveTrees().forget(Worktrees.real(worktree.path()));
      lock.unlock();
    }
  }

  private Removed gone(RemovalRequest request, RemovalPlan plan) throws GitException {
    var archive = archived(request.session());
    var kept = ignored.latest(request.session());
    var restore =
        archive == null && kept == null
            ? "Nothing of it is kept but its branch, if that is there."
            : Restoring.sentence(repository, request, archive, kept);
    return new Removed(plan, archive, kept, null, restore, CompletableFuture.completedFuture(null));
  }

  /**
   * Puts a worktree back whose removal was cut short by a kill while its folder was in the trash,
   * with all that had been in it. Does nothing when there is none.
   *
   * @return whether it was put back
   * @throws GitException with a sentence when it could not be; its files are where that says
   */
  public boolean putBack(RemovalRequest request) throws GitException {
    if (Files.exists(request.worktree(), LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    var wanted = Worktrees.real(request.worktree());
    for (var worktree : repository.worktrees().list()) {
      if (!worktree.main() && Worktrees.real(worktree.path()).equals(wanted)) {
        return putBack(request, worktree);
      }
    }
    return false;
  }

  private boolean putBack(RemovalRequest request, Worktree worktree) throws GitException {
    Path found = null;
    try {
      found = trash.find(worktree.gitDir()).orElse(null);
      if (found == null) {
        return false;
      }
      new TakenTree(found, worktree.gitDir()).putBack(worktree.path(), ignored.folder());
    } catch (IOException e) {
      throw new GitException(
          "The worktree “%s” was being removed when Muster ended, and could not be put back (%s). Its files are in “%s”."
              .formatted(worktree.path(), e, found == null ? "Muster's trash" : found),
          "",
          e);
    }
    var reason = request.lockReason();
    if (reason != null) {
      repository.worktrees().lock(worktree.path(), reason);
    }
    return true;
  }

  /** What stays of a removed session's work, full id of the commit, null when nothing does. */
  public @Nullable String archived(String session) throws GitException {
    var named = new Keeper(repository).named(MusterRefs.archive(session));
    return named.isEmpty() ? null : named;
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
}
