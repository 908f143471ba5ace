package dev.muster.engine.git;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes one worktree, or leaves nothing of it. */
final class WorktreeMaker {
  private static final Logger LOG = LoggerFactory.getLogger(WorktreeMaker.class);
  private static final Duration LIMIT = Duration.ofMinutes(30);
  private static final int NAMES = 1000;

  private final Repository repository;
  private final Git git;
  private final GitPlace store;

  WorktreeMaker(Repository repository) {
    this.repository = repository;
    this.git = repository.git();
    this.store = GitPlace.store(repository.commonDir());
  }

  CreatedWorktree make(WorktreeRequest request) throws GitException {
    var path = request.path().toAbsolutePath().normalize();
    boolean existed = free(path);
    var wanted = request.base();
    var base = repository.resolve(wanted == null ? "HEAD" : wanted);
    var branch = add(path, base, request);
    try {
      var gitDir = gitDir(path);
      var copied = new IncludedFiles(repository).copyTo(path);
      return new CreatedWorktree(path, gitDir, branch, base, copied, notes(base));
    } catch (GitException | RuntimeException e) {
      undo(path, branch, base, existed);
      throw e;
    }
  }

  /** Whether the (empty) folder is there already. */
  private static boolean free(Path path) throws GitException {
    try {
      if (Files.isDirectory(path)) {
        try (var entries = Files.newDirectoryStream(path)) {
          if (entries.iterator().hasNext()) {
            throw new GitException(
                "No worktree was made at “%s”: the folder is not empty.".formatted(path));
          }
        }
        return true;
      }
      if (Files.exists(path)) {
        throw new GitException(
            "No worktree was made at “%s”: there is a file of that name.".formatted(path));
      }
      Files.createDirectories(path.getParent());
      return false;
    } catch (GitException e) {
      throw e;
    } catch (IOException e) {
      throw new GitException(
          "No worktree was made at “%s”: the folder cannot be made (%s)."
              .formatted(path, e.getMessage()),
          "",
          e);
    }
  }

  /**
   * The worktree first, then its branch, so that a kill in between leaves no branch that nobody
   * knows the owner of.
   */
  private String add(Path path, String base, WorktreeRequest request) throws GitException {
    var args = new ArrayList<String>();
    args.addAll(List.of("-c", "checkout.workers=" + workers()));
    args.addAll(List.of("worktree", "add", "--quiet", "--detach"));
    var reason = request.lockReason();
    if (reason != null) {
      args.addAll(List.of("--lock", "--reason", reason));
    }
    args.addAll(List.of(path.toString(), base));
    try {
      git.run(GitCall.of(store, args).within(LIMIT));
      return branch(GitPlace.worktree(gitDir(path), path), Slug.of(request.title()), base);
    } catch (GitException e) {
      undo(path, "", base, true);
      throw e;
    }
  }

  private String branch(GitPlace own, String slug, String base) throws GitException {
    for (int n = 1; ; n++) {
      var branch = freeName(slug, n);
      var ref = "refs/heads/" + branch;
      git.run(own, "symbolic-ref", "HEAD", ref);
      try {
        git.run(own, "update-ref", "-m", "branch: Created from " + base, ref, base, "");
        return branch;
      } catch (GitException e) {
        // Another process may have taken the name since it was seen to be free.
        if (!exists(branch) || n == NAMES) {
          throw e;
        }
      }
    }
  }

  /** The n-th name on from the slug that no branch has and none is a folder of. */
  private String freeName(String slug, int n) throws GitException {
    var taken =
        git
            .run(store, "for-each-ref", "--format=%(refname:lstrip=2)%00", "refs/heads/")
            .fields()
            .stream()
            .map(name -> name.strip().toLowerCase(Locale.ROOT))
            .filter(name -> !name.isEmpty())
            .collect(Collectors.toSet());
    // A branch called "muster" leaves no room for muster/….
    var folder = taken.contains("muster") ? MusterRefs.OTHER_BRANCHES : MusterRefs.BRANCHES;
    int free = 0;
    for (int i = 1; ; i++) {
      var name = folder + (i == 1 ? slug : slug + "-" + i);
      boolean used = taken.contains(name) || taken.stream().anyMatch(t -> t.startsWith(name + "/"));
      if (!used && ++free == n) {
        return name;
      }
    }
  }

  private boolean exists(String branch) throws GitException {
    return git.run(
                GitCall.of(store, "rev-parse", "--verify", "--quiet", "refs/heads/" + branch)
                    .accepting(0, 1, 128))
            .exit()
        == 0;
  }

  private static int workers() {
    return Math.min(4, Math.max(1, Runtime.getRuntime().availableProcessors()));
  }

  private static Path gitDir(Path path) throws GitException {
    try {
      var text = Files.readString(path.resolve(".git"));
      if (text.startsWith("gitdir: ")) {
        return Repository.real(text.substring(8, text.length() - 1));
      }
    } catch (GitException e) {
      throw e;
    } catch (IOException e) {
      throw new GitException(
          "The new worktree “%s” cannot be read: %s".formatted(path, e.getMessage()), "", e);
    }
    throw new GitException("The new worktree “%s” does not look like one.".formatted(path));
  }

  private List<String> notes(String base) throws GitException {
    var submodules = repository.submodules(base);
    if (submodules.isEmpty()) {
      return List.of();
    }
    return List.of(
        "Its %s (%s) %s empty in a session until “git submodule update --init” runs there; the setup script is the place for that."
            .formatted(
                submodules.size() == 1 ? "submodule" : submodules.size() + " submodules",
                String.join(", ", submodules.subList(0, Math.min(5, submodules.size()))),
                submodules.size() == 1 ? "is" : "are"));
  }

  /** Takes back what was made. The branch goes only if it still is where it began. */
  private void undo(Path path, String branch, String base, boolean keepFolder) {
    try {
      if (Files.exists(path.resolve(".git"))) {
        git.run(store, "worktree", "remove", "--force", "--force", path.toString());
        if (keepFolder) {
          Files.createDirectories(path);
        }
      }
      if (!branch.isEmpty()) {
        git.run(store, "update-ref", "-d", "refs/heads/" + branch, base);
      }
    } catch (IOException e) {
      LOG.warn("After a failure, a part of the worktree {} may be left", path, e);
    }
  }
}
