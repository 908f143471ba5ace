package dev.muster.engine.git;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Keeps trees as commits under Muster's own refs. */
final class Keeper {
  /** By this our own commits are known. */
  static final String EMAIL = "muster@localhost";

  private static final Map<String, String> MUSTER =
      Map.of(
          "GIT_AUTHOR_NAME",
          "Muster",
          "GIT_AUTHOR_EMAIL",
          EMAIL,
          "GIT_COMMITTER_NAME",
          "Muster",
          "GIT_COMMITTER_EMAIL",
          EMAIL);

  private final Git git;
  private final GitPlace store;

  Keeper(Repository repository) {
    this.git = repository.git();
    this.store = GitPlace.store(repository.commonDir());
  }

  /** What a ref names now, empty when there is no such ref. */
  String named(String ref) throws GitException {
    var said =
        git.run(
            GitCall.of(store, "rev-parse", "--verify", "--quiet", ref + "^{commit}")
                .accepting(0, 1, 128));
    return said.exit() == 0 ? said.text() : "";
  }

  /**
   * Makes a commit and lets a ref name it.
   *
   * @param before what {@link #named} said: it becomes a parent too, and the ref only moves from it
   * @return the commit's full id
   */
  String keep(String ref, String before, String tree, List<String> parents, String message)
      throws GitException {
    var all = new ArrayList<>(parents);
    if (!before.isEmpty()) {
      all.add(before);
    }
    var commit = commit(tree, all, message);
    git.run(store, "update-ref", ref, commit, before);
    return commit;
  }

  /** Makes a commit that nothing names yet. */
  String commit(String tree, List<String> parents, String message) throws GitException {
    var args = new ArrayList<>(List.of("commit-tree", tree));
    for (var parent : parents.stream().distinct().toList()) {
      args.add("-p");
      args.add(parent);
    }
    args.add("-F");
    args.add("-");
    return git.run(
            GitCall.of(store, args)
                .with(MUSTER)
                .reading((message + "\n").getBytes(StandardCharsets.UTF_8)))
        .text();
  }
}
