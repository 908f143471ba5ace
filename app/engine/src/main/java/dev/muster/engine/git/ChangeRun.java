package dev.muster.engine.git;

import dev.muster.engine.git.KeptChange.Kind;
import dev.muster.engine.git.RefusedException.Reason;
import dev.muster.engine.git.WorktreeFiles.Seen;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Changes files of a session's worktree, all or none: everything is looked at first, made ready
 * beside the worktree and kept under a ref, then each file is replaced by one rename. Killed in
 * between, {@code refs/muster/doing/SESSION} tells what is left to do. Used once, under the
 * worktree's lock.
 */
final class ChangeRun {
  /** What was just done; for tests that kill. */
  enum Step {
    KEPT,
    MOVED,
    STAGED,
    DONE
  }

  /** Told after each step. */
  @FunctionalInterface
  interface Watch {
    void done(Step step);
  }

  /** What a change means for what is staged. */
  interface Staging {
    Map<String, StagedPlan.Entry> plan(StagedPlan staged) throws GitException;
  }

  private final Git git;
  private final GitPlace own;
  private final LiveTree live;
  private final ChangeKeeper keeper;
  private final TreeEntries trees;
  private final WorktreeFiles files;
  private final ReadyFiles ready;
  private final StagedPlan staged;
  private final Watch watch;

  ChangeRun(
      Repository repository, LiveTree live, ChangeKeeper keeper, ReadyFiles ready, Watch watch) {
    this.watch = watch;
    this.git = repository.git();
    this.own = GitPlace.worktree(live.gitDir(), live.worktree());
    this.live = live;
    this.keeper = keeper;
    this.trees = new TreeEntries(git, repository.commonDir());
    this.files = new WorktreeFiles(live.worktree());
    this.ready = ready;
    var merging = new Merging(git, repository.commonDir(), ready.folder());
    this.staged = new StagedPlan(git, own, trees, merging);
  }

  TakenApart make(Kind kind, String what, int undoes, List<PathChange> changes, Staging staging)
      throws IOException {
    var seen = look(changes);
    var tree = live.measure().tree();
    check(changes, tree);
    var entries = staging.plan(staged);
    checkIndex(entries);
    var order = new ArrayList<Move>();
    var about = prepare(changes, seen, entries, order);
    var kept = keeper.keep(kind, what, undoes, tree, head(), about, ready.folder());
    watch.done(Step.KEPT);
    carryOut(kept, order, entries);
    watch.done(Step.DONE);
    var notes = new ArrayList<>(staged.notes());
    notes.addAll(lookAgain(about));
    return new TakenApart(kept, notes);
  }

  /**
   * Does what is left of a change that was cut short by a kill.
   *
   * @return empty when nothing of it had been done: it is forgotten then
   */
  Optional<TakenApart> finish(KeptChange kept) throws IOException {
    var paths = kept.files().stream().map(KeptChange.File::path).toList();
    var there = trees.in(live.measure().tree(), paths);
    var index = staged.staged(paths, new HashSet<>());
    var notes = new ArrayList<String>();
    var rest = new ArrayList<PathChange>();
    var entries = new HashMap<String, StagedPlan.Entry>();
    boolean begun = false;
    for (var file : kept.files()) {
      var now = there.getOrDefault(file.path(), FileState.NONE);
      if (now.equals(file.before()) || now.mode().equals("040000") && file.before().none()) {
        rest.add(new PathChange(file.path(), file.before(), file.after()));
      } else {
        begun = true;
        if (!now.equals(file.after())) {
          notes.add("“%s” has changed since and was left as it is.".formatted(file.path()));
        }
      }
      var entry = index.getOrDefault(file.path(), FileState.NONE);
      if (file.stagedBefore() != null && file.stagedAfter() != null) {
        begun |= entry.equals(file.stagedAfter());
        if (entry.equals(file.stagedBefore())) {
          entries.put(file.path(), new StagedPlan.Entry(entry, file.stagedAfter()));
        }
      }
    }
    if (!begun) {
      keeper.forget(kept);
      return Optional.empty();
    }
    var order = new ArrayList<Move>();
    prepare(rest, look(rest), entries, order);
    for (var step : order) {
      carryOut(step);
      watch.done(Step.MOVED);
    }
    stage(entries);
    watch.done(Step.STAGED);
    keeper.done(kept);
    var finished = rest.stream().map(PathChange::path).toList();
    notes.addAll(
        lookAgain(kept.files().stream().filter(f -> finished.contains(f.path())).toList()));
    return Optional.of(new TakenApart(kept, notes));
  }

  private void stage(Map<String, StagedPlan.Entry> entries) throws GitException {
    var next = new HashMap<String, FileState>();
    entries.forEach((path, entry) -> next.put(path, entry.after()));
    staged.write(next);
  }

  /** One file to be moved into its place, or out of it. */
  private record Move(PathChange change, Seen seen, @Nullable Path file) {}

  private Map<String, Seen> look(List<PathChange> changes) throws IOException {
    var seen = new HashMap<String, Seen>();
    for (var change : changes) {
      var path = change.path();
      boolean cleared =
          changes.stream()
              .anyMatch(
                  c ->
                      c.after().none()
                          && (c.path().startsWith(path + "/") || path.startsWith(c.path() + "/")));
      var there = cleared && change.before().none() ? Seen.NOTHING : files.look(path);
      if (change.before().none() && there.kind() != WorktreeFiles.Kind.NOTHING) {
        throw new RefusedException(
            Reason.IN_THE_WAY,
            "There is something at “%s” now, which would be overwritten. Nothing was done."
                .formatted(path));
      }
      if (!cleared && !files.writable(path)) {
        throw new RefusedException(
            Reason.NOT_POSSIBLE,
            "The folder of “%s” may not be written to. Nothing was done.".formatted(path));
      }
      seen.put(path, there);
    }
    return seen;
  }

  private void check(List<PathChange> changes, String tree) throws GitException {
    var there = trees.in(tree, changes.stream().map(PathChange::path).toList());
    for (var change : changes) {
      var now = there.getOrDefault(change.path(), FileState.NONE);
      boolean folder = now.mode().equals("040000");
      if (!(folder && change.before().none()) && !now.equals(change.before())) {
        throw changed(change.path());
      }
    }
  }

  /** Somebody's lock would only be met when the files are changed already. */
  private void checkIndex(Map<String, StagedPlan.Entry> entries) throws RefusedException {
    var lock = live.gitDir().resolve("index.lock");
    if (!entries.isEmpty() && Files.exists(lock)) {
      throw new RefusedException(
          Reason.NOT_POSSIBLE,
          "Git is at work in the worktree, or was ended in the middle of it: “%s” is there. End what runs there, or delete that file. Nothing was done."
              .formatted(lock));
    }
  }

  /** It is done already: that it cannot be looked at must not make it look like a failure. */
  private List<String> lookAgain(List<KeptChange.File> files) {
    try {
      return otherwise(files);
    } catch (GitException e) {
      return List.of("It is done, but could not be looked at afterwards: " + e.getMessage());
    }
  }

  /** Tells of files that git reads otherwise than they were written, because of attributes. */
  private List<String> otherwise(List<KeptChange.File> files) throws GitException {
    var again = new HashMap<String, FileState>();
    for (var file : files) {
      if (file.before().none() && !file.after().none()) {
        again.put(file.path(), file.after());
      }
    }
    live.index().know(again);
    var paths = files.stream().map(KeptChange.File::path).toList();
    var there = trees.in(live.measure().tree(), paths);
    var notes = new ArrayList<String>();
    for (var file : files) {
      var now = there.getOrDefault(file.path(), FileState.NONE);
      if (!file.after().none() && !now.equals(file.after())) {
        notes.add(
            "Git reads “%s” otherwise than it was written, because of its attributes."
                .formatted(file.path()));
      }
    }
    return notes;
  }

  static RefusedException changed(String path) {
    return new RefusedException(
        Reason.CHANGED,
        "“%s” has changed since you looked at it. Nothing was done; look again.".formatted(path));
  }

  /** Makes all files ready, and says what is to be kept of them. */
  private List<KeptChange.File> prepare(
      List<PathChange> changes,
      Map<String, Seen> seen,
      Map<String, StagedPlan.Entry> entries,
      List<Move> order)
      throws IOException {
    var copies = new ArrayList<Path>();
    var copyOf = new HashMap<String, Integer>();
    for (var change : changes) {
      var copy = ready.copy(change);
      if (copy != null) {
        copyOf.put(change.path(), copies.size());
        copies.add(copy);
      }
    }
    var ids = ready.ids(copies, false);
    var about = new ArrayList<KeptChange.File>();
    var puts = new ArrayList<Move>();
    var takes = new ArrayList<Move>();
    for (var change : changes) {
      var at = copyOf.get(change.path());
      var was = at == null ? null : copies.get(at);
      var wasId = at == null ? null : ids.get(at);
      var there = seen.getOrDefault(change.path(), Seen.NOTHING);
      if (change.after().none()) {
        takes.add(new Move(change, there, null));
      } else {
        puts.add(new Move(change, there, ready.make(change, was, wasId)));
      }
      boolean other = was != null && !change.before().id().equals(wasId);
      var raw = other ? ready.ids(List.of(was), true).getFirst() : null;
      var entry = entries.get(change.path());
      about.add(
          new KeptChange.File(
              change.path(),
              change.before(),
              change.after(),
              entry == null ? null : entry.before(),
              entry == null ? null : entry.after(),
              raw));
    }
    ready.finish();
    // What comes first is put, so that a moved file is always somewhere; but not where another one
    // has to go before there is room.
    boolean roomFirst =
        puts.stream()
            .anyMatch(
                p ->
                    takes.stream()
                        .anyMatch(
                            t ->
                                t.change.path().startsWith(p.change.path() + "/")
                                    || p.change.path().startsWith(t.change.path() + "/")));
    order.addAll(roomFirst ? takes : puts);
    order.addAll(roomFirst ? puts : takes);
    return about;
  }

  private void carryOut(KeptChange kept, List<Move> order, Map<String, StagedPlan.Entry> entries)
      throws IOException {
    int done = 0;
    try {
      for (var step : order) {
        carryOut(step);
        done++;
        watch.done(Step.MOVED);
      }
      stage(entries);
      watch.done(Step.STAGED);
    } catch (IOException | RuntimeException e) {
      try {
        goBack(order.subList(0, done), kept);
        keeper.forget(kept);
      } catch (IOException | RuntimeException worse) {
        e.addSuppressed(worse);
        throw new GitException(
            "Only a part of this could be done: %s What was there before is kept under %s."
                .formatted(sentence(e), kept.ref()),
            "",
            e);
      }
      if (e instanceof GitException git) {
        throw git;
      }
      throw new GitException("Nothing was changed: %s".formatted(sentence(e)), "", e);
    }
    keeper.done(kept);
  }

  private static String sentence(Exception e) {
    return e instanceof GitException ? String.valueOf(e.getMessage()) : e + ".";
  }

  private void carryOut(Move step) throws IOException {
    var path = step.change.path();
    if (step.file == null) {
      files.take(path, step.seen, ready.next());
    } else {
      files.makeFolders(path);
      files.put(step.file, path, step.seen);
    }
  }

  /** Undoes what was done of a change that could not be finished. */
  private void goBack(List<Move> done, KeptChange kept) throws IOException {
    for (var step : done.reversed()) {
      var raw =
          kept.files().stream()
              .filter(f -> f.path().equals(step.change.path()))
              .map(KeptChange.File::rawBefore)
              .findFirst()
              .orElse(null);
      var back = new PathChange(step.change.path(), step.change.after(), step.change.before(), raw);
      var there = files.look(back.path());
      if (back.after().none()) {
        files.take(back.path(), there, ready.next());
      } else {
        var file = ready.make(back, null, null);
        ready.finish();
        files.makeFolders(back.path());
        files.put(file, back.path(), there);
      }
    }
  }

  private @Nullable String head() throws GitException {
    var head =
        git.run(
            GitCall.of(own, "rev-parse", "--verify", "--quiet", "HEAD^{commit}")
                .accepting(0, 1, 128));
    return head.exit() == 0 ? head.text() : null;
  }
}
