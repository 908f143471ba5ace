package dev.muster.engine.git;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Replays commits on another one without a checkout, as {@code git rebase} does: oldest first,
 * merges left out, a commit left out when the other side already has the same change, authors,
 * dates and messages kept, and a commit that needs no change kept as it is.
 *
 * <p>Each is a merge of its change alone: git is given two commits made for it, whose common parent
 * has the tree of the commit's parent. That works with every git that can merge trees; {@code
 * merge-tree --merge-base} and {@code git replay} are newer.
 */
final class Rebase {
  /** Five git calls each, some 25 ms. */
  static final int MAX_COMMITS = 500;

  /**
   * One commit that was replayed.
   *
   * @param was the commit
   * @param now full id of what it became; the same when it needed no change
   */
  record Step(RawCommit was, String now) {}

  /**
   * What came of it.
   *
   * @param tip full id of the last commit; with a conflict, of the last that went well
   * @param steps what was replayed, oldest first
   * @param emptied commits that are left out because nothing was left of them as they were resolved
   * @param answered how many conflicts had been resolved before
   * @param stopped the commit that conflicts, null when all went well
   * @param conflict what git says of that one, without what was resolved of it
   */
  record Replayed(
      String tip,
      List<Step> steps,
      List<RawCommit> emptied,
      int answered,
      @Nullable RebaseStop stopped,
      @Nullable TreeMerge conflict) {}

  private final MergeRoom room;
  private final CommitWriter writer;
  private final ConflictAnswers answers;
  private final Map<String, RawCommit> known = new HashMap<>();

  /**
   * @param answers what was made of conflicts before
   */
  Rebase(MergeRoom room, CommitWriter writer, ConflictAnswers answers) {
    this.room = room;
    this.writer = writer;
    this.answers = answers;
  }

  /**
   * @param onto full id of the commit to replay on
   * @param from full id of the last commit to replay
   */
  Replayed replay(String onto, String from, String target) throws GitException {
    var marked =
        room.run(
                "rev-list",
                "--topo-order",
                "--reverse",
                "--no-merges",
                "--cherry-mark",
                "--right-only",
                onto + "..." + from)
            .text()
            .lines()
            .filter(line -> !line.isEmpty())
            .toList();
    if (marked.size() > MAX_COMMITS) {
      throw new GitException(
          "The session has %,d commits of its own, and Muster replays at most %,d. Merge or squash it instead."
              .formatted(marked.size(), MAX_COMMITS));
    }
    remember(marked.stream().map(line -> line.substring(1)).toList());
    var replayed = new ArrayList<Step>();
    var emptied = new ArrayList<RawCommit>();
    int answered = 0;
    var tip = onto;
    var wanted = wanted(marked);
    for (int at = 0; at < wanted.size(); at++) {
      var commit = wanted.get(at);
      var id = commit.id();
      if (!commit.parents().isEmpty() && commit.parents().getFirst().equals(tip)) {
        replayed.add(new Step(commit, id));
        tip = id;
        continue;
      }
      var before = treeBefore(commit);
      var tipTree = get(tip).tree();
      var base = writer.scratch(before, null);
      var merge =
          TreeMerge.of(
              room,
              writer.scratch(tipTree, base),
              writer.scratch(commit.tree(), base),
              new TreeMerge.Names(target, "“%s”".formatted(commit.subject())));
      var trees = before + " " + tipTree + " " + commit.tree();
      boolean conflicted = !merge.clean();
      if (conflicted) {
        var applied = answers.apply(room, merge, trees);
        answered += applied.answered();
        merge = applied.merge();
      }
      if (!merge.clean()) {
        var stop =
            new RebaseStop(
                id, commit.subject(), commit.authorName(), at + 1, wanted.size(), tip, trees);
        return new Replayed(tip, replayed, emptied, answered, stop, merge);
      }
      boolean becomesEmpty = merge.tree().equals(tipTree) && !commit.tree().equals(before);
      if (!becomesEmpty) {
        tip = writer.remake(commit, merge.tree(), tip);
        replayed.add(new Step(commit, tip));
      } else if (conflicted) {
        emptied.add(commit);
      }
    }
    return new Replayed(tip, replayed, emptied, answered, null, null);
  }

  /**
   * What is replayed: not what the other side has already.
   *
   * @param marked ids with git's mark before each
   */
  private List<RawCommit> wanted(List<String> marked) throws GitException {
    var wanted = new ArrayList<RawCommit>();
    for (var line : marked) {
      var commit = get(line.substring(1));
      // To git all empty commits are the same change; they are kept for what they say.
      if (!line.startsWith("=") || commit.tree().equals(treeBefore(commit))) {
        wanted.add(commit);
      }
    }
    return wanted;
  }

  private String treeBefore(RawCommit commit) throws GitException {
    return commit.parents().isEmpty() ? emptyTree() : get(commit.parents().getFirst()).tree();
  }

  private String emptyTree() throws GitException {
    return room.run(room.call("hash-object", "-t", "tree", "-w", "/dev/null")).text();
  }

  private RawCommit get(String id) throws GitException {
    var commit = known.get(id);
    if (commit == null) {
      remember(List.of(id));
      commit = known.get(id);
    }
    if (commit == null) {
      throw new GitException("The commit %s cannot be read.".formatted(id));
    }
    return commit;
  }

  private void remember(List<String> ids) throws GitException {
    for (var commit : room.read(ids)) {
      known.put(commit.id(), commit);
    }
  }
}
