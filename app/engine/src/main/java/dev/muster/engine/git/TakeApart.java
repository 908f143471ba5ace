package dev.muster.engine.git;

import dev.muster.engine.git.KeptChange.Kind;
import dev.muster.engine.git.RefusedException.Reason;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Takes parts of the changes out of a session's worktree, puts them back, and writes what a person
 * edited there. The user's own checkout and its index are never touched; in the worktree's own
 * index only what was staged of the same change.
 *
 * <p>Any thread, blocking; one change at a time per worktree. Let no agent work there meanwhile: a
 * file that changes under the hand is refused, but a program that holds it open is not seen. Every
 * method does all of it or nothing, throws {@link RefusedException} where it could lose work, and
 * after a kill {@link #finish()} sets right what was left half done. What was there before stays
 * under {@code refs/muster/dropped/SESSION/NUMBER}.
 */
public final class TakeApart {
  private final Repository repository;
  private final LiveTree live;
  private final ReentrantLock lock;
  private final ChangeKeeper keeper;
  private final Blobs blobs;
  private final TreeEntries trees;
  private final ChangeRun.Watch watch;

  /**
   * @param watch told after each step
   */
  TakeApart(Repository repository, LiveTree live, String session, ChangeRun.Watch watch) {
    this.watch = watch;
    this.repository = repository;
    this.live = live;
    this.lock = repository.git().locks().worktree(live.gitDir());
    this.keeper = new ChangeKeeper(repository, session);
    this.blobs = new Blobs(repository.git(), repository.commonDir());
    this.trees = new TreeEntries(repository.git(), repository.commonDir());
  }

  /**
   * Drops parts of the changes, of one file or of many, all at once.
   *
   * @param parts as they were looked at; a file that has changed since is refused
   */
  public TakenApart drop(List<Part> parts) throws GitException {
    return locked(
        ready -> {
          var changes = new PartPlan(blobs).of(parts);
          return run(ready)
              .make(Kind.DROP, PartWords.of(parts), 0, changes, s -> s.follow(changes));
        });
  }

  /**
   * Writes a file's new content, or a new file.
   *
   * @param path relative to the worktree, {@code /} between
   * @param expectedId git's id of the content the person saw, as {@link FileChange#newId()}; zeros
   *     when there was no file
   * @param content the new content, as git stores it; see {@link TextForm#encode}
   */
  public TakenApart edit(String path, String expectedId, byte[] content) throws GitException {
    return locked(
        ready -> {
          var tree = live.measure().tree();
          var now = trees.in(tree, List.of(path)).getOrDefault(path, FileState.NONE);
          if (!(now.none() && Blobs.isNone(expectedId)) && !now.id().equals(expectedId)) {
            throw ChangeRun.changed(path);
          }
          if (!now.none() && !now.regular()) {
            throw new RefusedException(
                Reason.NOT_POSSIBLE, "“%s” is no file that can be edited.".formatted(path));
          }
          var mode = now.none() ? "100644" : now.mode();
          var after = new FileState(mode, blobs.store(content));
          if (after.equals(now)) {
            throw new RefusedException(
                Reason.NOTHING, "“%s” has this content already.".formatted(path));
          }
          var changes = List.of(new PathChange(path, now, after));
          return run(ready)
              .make(Kind.EDIT, "an edit of " + path, 0, changes, s -> s.follow(changes));
        });
  }

  /**
   * Undoes a change, also after a restart. Files that have changed since are merged, and the notes
   * say so; where that is not possible the whole is refused. Undoing this in turn does the change
   * again.
   *
   * @param number of a change in {@link #kept()}
   */
  public TakenApart putBack(int number) throws GitException {
    return locked(
        ready -> {
          var change = kept(number);
          var notes = new ArrayList<String>();
          var merging = new Merging(repository.git(), repository.commonDir(), ready.folder());
          var plan = new PutBackPlan(trees, merging, notes);
          var changes = plan.of(change, live.measure().tree());
          var done =
              run(ready)
                  .make(
                      Kind.PUT_BACK, change.what(), number, changes, s -> s.goBack(change.files()));
          notes.addAll(done.notes());
          return new TakenApart(done.kept(), notes);
        });
  }

  /**
   * Sets right what a kill of Muster left half done; done by itself before any other change.
   *
   * @return the change that was cut short and is complete now; empty when there was none, or when
   *     nothing of it had been done yet and it is as if it had never been asked for
   */
  public Optional<TakenApart> finish() throws GitException {
    lock.lock();
    try {
      var change = keeper.underWay();
      if (change.isEmpty()) {
        ReadyFiles.clear(ReadyFiles.place(live.worktree()));
        return Optional.empty();
      }
      try (var ready = ready()) {
        return run(ready).finish(change.get());
      }
    } catch (GitException e) {
      throw e;
    } catch (IOException e) {
      throw new GitException(
          "A change that was cut short could not be finished: %s.".formatted(e), "", e);
    } finally {
      lock.unlock();
    }
  }

  /** All changes that were made, by number. */
  public List<KeptChange> kept() throws GitException {
    return keeper.all();
  }

  /** The patch that undoes a change, for {@code git apply}; bounded to 8 MiB. */
  public byte[] patch(KeptChange change) throws GitException {
    var patch = trees.in(change.contents(), List.of("patch")).get("patch");
    if (patch == null) {
      throw new GitException("“%s” has no patch.".formatted(change.ref()));
    }
    return blobs.all(patch.id(), 16 << 20);
  }

  private KeptChange kept(int number) throws GitException {
    for (var change : keeper.all()) {
      if (change.number() == number) {
        return change;
      }
    }
    throw new RefusedException(
        Reason.NOTHING, "There is no change %d that could be undone.".formatted(number));
  }

  private ChangeRun run(ReadyFiles ready) {
    return new ChangeRun(repository, live, keeper, ready, watch);
  }

  private interface Work {
    TakenApart with(ReadyFiles ready) throws IOException;
  }

  private TakenApart locked(Work work) throws GitException {
    lock.lock();
    try {
      var before = finish();
      try (var ready = ready()) {
        var done = work.with(ready);
        if (before.isEmpty()) {
          return done;
        }
        var notes = new ArrayList<>(done.notes());
        notes.add(
            "Muster was ended in the middle of a change before this one, and has finished it: %s."
                .formatted(before.get().kept().what()));
        notes.addAll(before.get().notes());
        return new TakenApart(done.kept(), notes);
      }
    } catch (GitException e) {
      throw e;
    } catch (IOException e) {
      throw new GitException("Nothing was changed: %s.".formatted(e), "", e);
    } finally {
      lock.unlock();
    }
  }

  private ReadyFiles ready() throws IOException {
    return new ReadyFiles(
        repository.git(),
        GitPlace.worktree(live.gitDir(), live.worktree()),
        blobs,
        new WorktreeFiles(live.worktree()),
        live.worktree());
  }
}
