package dev.muster.engine.git;

import dev.muster.engine.git.RepositoryException.Problem;
import java.nio.file.Files;
import java.nio.file.Path;

/** Finds the repository a folder lies in, or says why there is none to work with. */
final class RepositoryFinder {
  private final Git git;

  RepositoryFinder(Git git) {
    this.git = git;
  }

  Repository open(Path inside) throws GitException {
    var folder = folder(inside);
    check(folder);
    var root = Repository.real(say(folder, "--show-toplevel"));
    var gitDir = Repository.real(say(folder, "--absolute-git-dir"));
    var commonDir = Repository.real(say(folder, "--path-format=absolute", "--git-common-dir"));
    var commit =
        git.run(
            GitCall.of(GitPlace.at(root), "rev-parse", "--verify", "--quiet", "HEAD^{commit}")
                .accepting(0, 1, 128));
    if (commit.exit() != 0) {
      throw new RepositoryException(
          Problem.NO_COMMITS,
          "“%s” has no commit yet, so there is nothing a session could start from. Make a first commit, then open it again."
              .formatted(root),
          commit.err());
    }
    var lock = git.locks().identity(commonDir);
    lock.lock();
    try {
      return new Repository(git, root, gitDir, commonDir, Identity.of(commonDir));
    } finally {
      lock.unlock();
    }
  }

  private static Path folder(Path inside) throws RepositoryException {
    var absolute = inside.toAbsolutePath().normalize();
    if (Files.isDirectory(absolute)) {
      return absolute;
    }
    var parent = absolute.getParent();
    if (Files.exists(absolute) && parent != null) {
      return parent;
    }
    throw new RepositoryException(
        Problem.NO_SUCH_FOLDER, "There is no folder “%s”.".formatted(absolute), "");
  }

  private void check(Path folder) throws GitException {
    var said =
        git.run(
            GitCall.of(
                    GitPlace.at(folder),
                    "rev-parse",
                    "--is-bare-repository",
                    "--is-inside-git-dir",
                    "--is-inside-work-tree")
                .accepting(0, 128));
    if (said.exit() != 0) {
      throw refusal(folder, said.err());
    }
    var facts = said.text().lines().toList();
    if (facts.size() == 3 && facts.get(2).equals("true")) {
      return;
    }
    if (facts.getFirst().equals("true")) {
      throw new RepositoryException(
          Problem.BARE,
          "“%s” is a bare repository: it has no checkout. Open one of its worktrees, or clone it and open the clone."
              .formatted(folder),
          said.text());
    }
    throw new RepositoryException(
        Problem.INSIDE_GIT_FOLDER,
        "“%s” lies inside git's own folder. Open the folder that holds your files."
            .formatted(folder),
        said.text());
  }

  private static RepositoryException refusal(Path folder, String err) {
    if (err.contains("dubious ownership")) {
      return new RepositoryException(
          Problem.NOT_TRUSTED,
          "“%s” belongs to another user, and git does not trust it. If you do, run: git config --global --add safe.directory '%s'"
              .formatted(folder, folder),
          err);
    }
    if (err.contains("not a git repository")) {
      return new RepositoryException(
          Problem.NOT_A_REPOSITORY,
          "“%s” is not in a git repository. Run “git init” and make a first commit, then open it again."
              .formatted(folder),
          err);
    }
    return new RepositoryException(
        Problem.BROKEN,
        "Git cannot read the repository of “%s”: %s".formatted(folder, GitSentences.reason(err)),
        err);
  }

  private String say(Path folder, String... what) throws GitException {
    var args = new java.util.ArrayList<>(java.util.List.of("rev-parse"));
    args.addAll(java.util.List.of(what));
    return git.run(GitCall.of(GitPlace.at(folder), args)).text();
  }
}
