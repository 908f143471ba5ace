package dev.muster.engine.git;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Keeps trees as commits under Muster's own refs. */
final class Keeper {
  private static final Map<String, String> MUSTER =
      Map.of(
          "GIT_AUTHOR_NAME", "Muster",
          "GIT_AUTHOR_EMAIL", "muster@localhost",
          "GIT_COMMITTER_NAME", "Muster",
          "GIT_COMMITTER_EMAIL", "muster@localhost");

  private final Git git;
  private final GitPlace store;

  Keeper(Repository repository) {
    this.git = repository.git();
    this.store = GitPlace.store(repository.commonDir());
  }

  /** Keeps a checkpoint; what the ref named before becomes a parent too. */
  Checkpoint keep(
      String ref,
      String session,
      int turn,
      Measurement.Measured measured,
      List<String> parents,
      String message)
      throws GitException {
    var commit = keep(ref, measured.tree(), parents, message);
    return new Checkpoint(
        session,
        turn,
        ref,
        commit,
        measured.tree(),
        Instant.now(),
        message.lines().findFirst().orElse(""),
        measured.leftOut());
  }

  /**
   * Makes a commit and lets a ref name it. The ref only moves from what it was seen to be.
   *
   * @return the commit's full id
   */
  String keep(String ref, String tree, List<String> parents, String message) throws GitException {
    var before =
        git.run(
            GitCall.of(store, "rev-parse", "--verify", "--quiet", ref + "^{commit}")
                .accepting(0, 1, 128));
    var all = new ArrayList<>(parents);
    if (before.exit() == 0) {
      all.add(before.text());
    }
    var commit = commit(tree, all, message);
    git.run(store, "update-ref", ref, commit, before.exit() == 0 ? before.text() : "");
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
