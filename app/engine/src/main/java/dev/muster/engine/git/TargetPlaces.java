package dev.muster.engine.git;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/** Finds where a branch is checked out, and whether that checkout could move with it. */
final class TargetPlaces {
  private static final int NAMED = 5;

  private final Repository repository;
  private final Git git;

  TargetPlaces(Repository repository) {
    this.repository = repository;
    this.git = repository.git();
  }

  /**
   * Looks.
   *
   * @param branch short name
   * @param from full id of the commit the checkout stands on
   * @param to full id of the commit it would move to
   */
  TargetPlace of(String branch, String from, String to) throws GitException {
    for (var worktree : repository.worktrees().list()) {
      var head = worktree.head();
      if (head != null && branch.equals(head.branch())) {
        return new TargetPlace(
            worktree.path(), worktree.main(), inTheWay(worktree, head.commit(), from, to));
      }
    }
    return TargetPlace.NOWHERE;
  }

  private List<String> inTheWay(Worktree worktree, String head, String from, String to)
      throws GitException {
    var path = worktree.path();
    if (worktree.missing()) {
      return List.of("Its folder “%s” is not there now.".formatted(path));
    }
    var sentences = new ArrayList<String>();
    if (!head.equals(from)) {
      sentences.add("“%s” has moved on to another commit.".formatted(path));
    }
    var operation = Repository.operation(worktree.gitDir());
    if (!operation.isEmpty()) {
      sentences.add("A %s is half done in “%s”.".formatted(operation, path));
    }
    var changed = changed(worktree);
    if (!changed.isEmpty()) {
      sentences.add("“%s” has changes that are not committed (%s).".formatted(path, some(changed)));
    }
    var blocked = blocked(worktree, from, to);
    if (!blocked.isEmpty()) {
      sentences.add(
          "“%s” has files of its own that git does not track where new ones would come (%s)."
              .formatted(path, some(blocked)));
    }
    return sentences;
  }

  private List<String> changed(Worktree worktree) throws GitException {
    var fields =
        git.run(
                GitPlace.worktree(worktree.gitDir(), worktree.path()),
                "status",
                "--porcelain=v2",
                "-z",
                "--untracked-files=no",
                "--ignore-submodules=dirty")
            .fields();
    var paths = new ArrayList<String>();
    for (int i = 0; i < fields.size(); i++) {
      // git-status(1), "Porcelain Format Version 2": the path is the 9th, 10th or 11th word.
      switch (fields.get(i).charAt(0)) {
        case '1' -> paths.add(last(fields.get(i), 9));
        case 'u' -> paths.add(last(fields.get(i), 11));
        case '2' -> {
          paths.add(last(fields.get(i), 10));
          i++; // its old path has a field of its own
        }
        default -> {} // headers
      }
    }
    return paths;
  }

  private static String last(String line, int words) {
    var parts = line.split(" ", words);
    return parts[parts.length - 1];
  }

  /**
   * Files that new ones would replace. Ignored ones count too: a plain git takes them for worthless
   * and overwrites them.
   */
  List<String> blocked(Worktree worktree, String from, String to) throws GitException {
    var fields =
        git.run(
                GitPlace.store(repository.commonDir()),
                "diff-tree",
                "-r",
                "-z",
                "--no-renames",
                "--name-status",
                "--diff-filter=AD",
                from,
                to)
            .fields();
    var added = new ArrayList<String>();
    var gone = new HashSet<String>();
    for (int i = 0; i + 1 < fields.size(); i += 2) {
      (fields.get(i).equals("A") ? added : gone).add(fields.get(i + 1));
    }
    return new InTheWay(worktree.path(), gone).of(added);
  }

  /** The first few of them. */
  static String some(List<String> all) {
    return all.size() <= NAMED
        ? String.join(", ", all)
        : "%s and %,d more".formatted(String.join(", ", all.subList(0, NAMED)), all.size() - NAMED);
  }
}
