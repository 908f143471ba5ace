package dev.muster.engine.git;

import dev.muster.engine.git.LandingPlan.Outcome;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Computes what a landing will do. Moves nothing; what it makes are objects without a name. */
final class LandingPlanner {
  private final Repository repository;
  private final CommitWriter writer;

  LandingPlanner(Repository repository) {
    this.repository = repository;
    this.writer = new CommitWriter(repository);
  }

  /** What came of merging or replaying. */
  private record Result(
      Outcome outcome,
      String commit,
      List<PlannedCommit> commits,
      int more,
      String mergedTree,
      List<MergeConflict> conflicts,
      @Nullable RebaseStop stop,
      int answered,
      List<String> tells) {
    static Result ready(String commit, List<PlannedCommit> commits) {
      int kept = Math.min(commits.size(), LandingPlan.MAX_COMMITS);
      return new Result(
          Outcome.READY,
          commit,
          commits.subList(0, kept),
          commits.size() - kept,
          "",
          List.of(),
          null,
          0,
          List.of());
    }

    static Result nothing(String why) {
      return new Result(Outcome.NOTHING, "", List.of(), 0, "", List.of(), null, 0, List.of(why));
    }

    Result resolved(int conflicts, List<String> told) {
      return new Result(
          outcome, commit, commits, more, mergedTree, this.conflicts, stop, conflicts, told);
    }
  }

  LandingPlan plan(LandingRequest request) throws GitException {
    var target = request.target();
    var before = target(target);
    var commits = repository.commits();
    var work = request.work();
    SessionFiles files;
    String after;
    var lock = commits.lock(work);
    lock.lock();
    try {
      files = SessionFiles.of(repository, work);
      after = files.uncommitted() ? commits.prepare(files, request.commitMessage()) : files.head();
    } finally {
      lock.unlock();
    }
    if (target.equals(files.branch())) {
      throw new GitException(
          "The session works on %s itself, so there is nothing to bring there.".formatted(target));
    }
    Result result;
    try (var room = MergeRoom.open(repository, before)) {
      result = compute(room, request, files, before, after);
    }
    int uncommitted = files.uncommitted() ? commits.uncommitted(work) : 0;
    var place =
        result.outcome == Outcome.READY
            ? new TargetPlaces(repository).of(target, before, result.commit)
            : TargetPlace.NOWHERE;
    var possible = result.outcome == Outcome.READY ? possible(place) : Set.<Moving>of();
    var tells = new ArrayList<String>();
    if (result.outcome == Outcome.READY) {
      tells.add(summary(request, files, result));
    }
    tells.addAll(result.tells);
    tells.addAll(more(files, uncommitted, result, target, place));
    return new LandingPlan(
        request,
        result.outcome,
        files.label(),
        files.head(),
        after,
        files.tree(),
        uncommitted,
        before,
        result.commit,
        result.commits,
        result.more,
        result.outcome == Outcome.READY
            ? repository.checkpoints().between(before, result.commit, ChangeBounds.DEFAULT)
            : null,
        result.mergedTree,
        result.conflicts,
        result.stop,
        result.answered,
        place,
        possible,
        tells);
  }

  private String target(String name) throws GitException {
    try {
      return repository.localBranch(name);
    } catch (GitException missing) {
      var sentence = missing.getMessage() + " " + Instead.of(repository);
      throw new GitException(sentence, missing.detail(), missing);
    }
  }

  private Result compute(
      MergeRoom room, LandingRequest request, SessionFiles files, String before, String after)
      throws GitException {
    var target = request.target();
    boolean has =
        room.run(room.call("merge-base", "--is-ancestor", after, before).accepting(0, 1)).exit()
            == 0;
    if (has) {
      return Result.nothing("%s has all of this session's work already.".formatted(target));
    }
    var names = new TreeMerge.Names(target, files.label());
    if (request.way() == LandingWay.REBASE) {
      return rebase(room, names, request, before, after);
    }
    var merge = TreeMerge.of(room, before, after, names);
    if (!merge.clean()) {
      return conflicts(names, merge);
    }
    boolean squash = request.way() == LandingWay.SQUASH;
    if (squash && merge.tree().equals(repository.treeOf(before))) {
      return Result.nothing("%s has all of these changes already.".formatted(target));
    }
    var commit =
        writer.make(
            merge.tree(), squash ? List.of(before) : List.of(before, after), request.message());
    var gained = new ArrayList<PlannedCommit>();
    if (!squash) {
      for (var own : own(room, before, after)) {
        gained.add(new PlannedCommit(own.id(), own.id(), own.subject(), own.authorName()));
      }
    }
    var made = room.read(List.of(commit)).getFirst();
    gained.add(new PlannedCommit(commit, "", made.subject(), made.authorName()));
    return Result.ready(commit, gained);
  }

  private static List<RawCommit> own(MergeRoom room, String before, String after)
      throws GitException {
    return room.read(
        room.run("rev-list", "--topo-order", "--reverse", before + ".." + after)
            .text()
            .lines()
            .filter(line -> !line.isEmpty())
            .toList());
  }

  private Result rebase(
      MergeRoom room, TreeMerge.Names names, LandingRequest request, String before, String after)
      throws GitException {
    var answers = ConflictAnswers.of(repository, request.work().session());
    var replayed = new Rebase(room, writer, answers).replay(before, after, names.target());
    var stopped = replayed.stopped();
    var conflict = replayed.conflict();
    var tells = new ArrayList<String>();
    if (stopped != null && conflict != null) {
      tells.add(
          "The session's commit “%s” (%s), %,d of %,d, conflicts with %s."
              .formatted(
                  stopped.subject(),
                  stopped.commit().substring(0, 8),
                  stopped.number(),
                  stopped.of(),
                  names.target()));
      if (replayed.answered() > 0) {
        tells.add(
            "%,d %s resolved before, which is stored."
                .formatted(
                    replayed.answered(),
                    replayed.answered() == 1 ? "conflict was" : "conflicts were"));
      }
      tells.add(
          TreeMerge.of(room, before, after, names).clean()
              ? "Taken together its commits merge cleanly: merge or squash instead."
              : "Merging or squashing conflicts too.");
      return new Result(
          Outcome.CONFLICTS,
          "",
          List.of(),
          0,
          conflict.tree(),
          conflict.conflicts(),
          stopped,
          replayed.answered(),
          tells);
    }
    if (replayed.tip().equals(before)) {
      return Result.nothing("%s has all of these changes already.".formatted(names.target()));
    }
    if (replayed.answered() > 0) {
      tells.add(
          "%,d %s resolved by hand and %s part of what is shown here."
              .formatted(
                  replayed.answered(),
                  replayed.answered() == 1 ? "conflict was" : "conflicts were",
                  replayed.answered() == 1 ? "is" : "are"));
    }
    for (var emptied : replayed.emptied()) {
      tells.add(
          "The commit “%s” is left out: as it was resolved, nothing is left of it."
              .formatted(emptied.subject()));
    }
    var commits =
        replayed.steps().stream()
            .map(
                step ->
                    new PlannedCommit(
                        step.now(), step.was().id(), step.was().subject(), step.was().authorName()))
            .toList();
    return Result.ready(replayed.tip(), commits).resolved(replayed.answered(), tells);
  }

  private static Result conflicts(TreeMerge.Names names, TreeMerge merge) {
    int n = merge.conflicts().size();
    return new Result(
        Outcome.CONFLICTS,
        "",
        List.of(),
        0,
        merge.tree(),
        merge.conflicts(),
        null,
        0,
        List.of(
            "%,d %s of %s and %s conflict. Nothing was changed."
                .formatted(n, n == 1 ? "file" : "files", names.target(), names.session())));
  }

  private static Set<Moving> possible(TargetPlace place) {
    var possible = EnumSet.of(Moving.NEW_BRANCH);
    if (!place.checkedOut()) {
      possible.add(Moving.BRANCH);
    } else if (place.clean()) {
      possible.add(Moving.CHECKOUT);
    }
    return possible;
  }

  private static String summary(LandingRequest request, SessionFiles files, Result result) {
    int n = result.commits.size() + result.more;
    var target = request.target();
    return switch (request.way()) {
      case MERGE -> "%s gets a merge commit of %s.".formatted(target, files.label());
      case SQUASH -> "%s gets one commit with all changes of %s.".formatted(target, files.label());
      case REBASE ->
          "%s gets %,d %s of %s, one by one."
              .formatted(target, n, n == 1 ? "commit" : "commits", files.label());
    };
  }

  private List<String> more(
      SessionFiles files, int uncommitted, Result result, String target, TargetPlace place)
      throws GitException {
    var tells = new ArrayList<String>();
    if (uncommitted > 0) {
      var one = uncommitted == 1;
      tells.add(
          result.outcome == Outcome.READY
              ? "First %,d %s committed on %s."
                  .formatted(uncommitted, one ? "file is" : "files are", files.label())
              : "%,d %s not committed on %s yet; %s all the same."
                  .formatted(
                      uncommitted,
                      one ? "file is" : "files are",
                      files.label(),
                      one ? "it counts" : "they count"));
    }
    tells.addAll(files.leftOut());
    if (result.outcome != Outcome.READY) {
      return tells;
    }
    var checkout = place.checkout();
    if (checkout != null) {
      tells.add(
          place.clean()
              ? "%s is checked out in “%s”, which is clean and can be brought forward with it."
                  .formatted(target, checkout)
              : "%s is checked out in “%s”, which stays as it is: %s Commit or stash there and look again, or land on a new branch."
                  .formatted(target, checkout, String.join(" ", place.inTheWay())));
    }
    tells.addAll(
        Unrun.hooks(repository, "pre-commit", "commit-msg", "pre-merge-commit", "post-merge"));
    tells.addAll(Unrun.signing(repository));
    return tells;
  }
}
