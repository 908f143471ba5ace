package dev.muster.engine.git;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A git repository that serves as a project.
 *
 * <p>Any thread; every method that throws {@link GitException} runs git and blocks.
 */
public final class Repository {
  private final Git git;
  private final Path root;
  private final Path gitDir;
  private final Path commonDir;
  private final String id;
  private final LiveTrees liveTrees = new LiveTrees();

  Repository(Git git, Path root, Path gitDir, Path commonDir, String id) {
    this.git = git;
    this.root = root;
    this.gitDir = gitDir;
    this.commonDir = commonDir;
    this.id = id;
  }

  /**
   * Opens the repository a folder lies in.
   *
   * @param inside the checkout's top folder or anything below it
   * @throws RepositoryException when the folder cannot be used as a project, with a sentence that
   *     says why and what to do: not a folder, not under git, bare, no commits yet, not trusted
   */
  public static Repository open(Git git, Path inside) throws GitException {
    return new RepositoryFinder(git).open(inside);
  }

  public Git git() {
    return git;
  }

  /**
   * An id that stays the same when the folder is moved or renamed, 16 lowercase letters and digits.
   *
   * <p>It is kept in the file {@code muster/id} of the shared git folder, with the path it was last
   * seen at: a copy of the folder is seen as such and gets an id of its own. The user's
   * configuration is not touched.
   */
  public String id() {
    return id;
  }

  /** The checkout's folder name. */
  public String name() {
    var name = root.getFileName();
    return name == null ? root.toString() : name.toString();
  }

  /** The checkout's top folder, a real path. */
  public Path root() {
    return root;
  }

  /** The private git folder of the checkout at {@link #root()}, a real path. */
  Path gitDir() {
    return gitDir;
  }

  LiveTrees liveTrees() {
    return liveTrees;
  }

  /** The git folder that all checkouts of this repository share, a real path. */
  public Path commonDir() {
    return commonDir;
  }

  /** What the checkout stands on. */
  public Head head() throws GitException {
    var branch =
        git.run(
            GitCall.of(GitPlace.at(root), "symbolic-ref", "--quiet", "--short", "HEAD")
                .accepting(0, 1));
    return new Head(branch.exit() == 0 ? branch.text() : null, resolve("HEAD"));
  }

  /** Everything a person wants to know before starting; about 50 ms at 20,000 files. */
  public RepositoryFacts facts() throws GitException {
    var head = head();
    var fields =
        git.run(
                GitPlace.at(root),
                "status",
                "--porcelain=v2",
                "-z",
                "--untracked-files=normal",
                "--ignore-submodules=dirty")
            .fields();
    int changed = 0;
    int untracked = 0;
    for (int i = 0; i < fields.size(); i++) {
      switch (fields.get(i).charAt(0)) {
        case '?' -> untracked++;
        case '1', 'u' -> changed++;
        case '2' -> {
          changed++;
          i++; // a rename has its old path in a field of its own
        }
        default -> {} // headers
      }
    }
    return new RepositoryFacts(
        id, name(), root, head, changed, untracked, operation(), submodules(head.commit()));
  }

  /** Branches, the most recently changed first; local ones before remote ones. */
  public List<Branch> branches(boolean remotesToo) throws GitException {
    var branches = new ArrayList<>(branches("refs/heads", false));
    if (remotesToo) {
      branches.addAll(branches("refs/remotes", true));
    }
    return branches;
  }

  /**
   * The full id of the commit that a branch, tag or id names, seen from the checkout.
   *
   * @throws GitException with a sentence when there is no such commit
   */
  public String resolve(String revision) throws GitException {
    var said =
        git.run(
            GitCall.of(
                    GitPlace.at(root),
                    "rev-parse",
                    "--verify",
                    "--quiet",
                    "--end-of-options",
                    revision + "^{commit}")
                .accepting(0, 1, 128));
    if (said.exit() != 0) {
      throw new GitException("There is no commit “%s” in %s.".formatted(revision, name()));
    }
    return said.text();
  }

  /** Its worktrees. */
  public Worktrees worktrees() {
    return new Worktrees(this);
  }

  /** Its checkpoints and archives. */
  public Checkpoints checkpoints() {
    return new Checkpoints(this);
  }

  /** All that is kept of single sessions. */
  public SessionRefs sessionRefs() {
    return new SessionRefs(this);
  }

  /** What compares any two states of its files. */
  public Compare compare() {
    return new Compare(this);
  }

  /**
   * What removes its worktrees.
   *
   * @param kept where the ignored files of removed worktrees go
   * @param trash where removed worktrees go before they are deleted; on the same disk as they are
   */
  public Removal removal(Path kept, Trash trash) {
    return new Removal(this, kept, trash, step -> {});
  }

  /** What commits the work of sessions on their own branches. */
  public Commits commits() {
    return new Commits(this);
  }

  /** What brings the work of sessions into a branch without checking anything out. */
  public Landings landings() {
    return new Landings(this);
  }

  /** What shows and resolves the conflicts of a landing. */
  public Conflicts conflicts() {
    return new Conflicts(this);
  }

  /**
   * The full id of the commit that a local branch stands on.
   *
   * @throws GitException with a sentence when there is no such branch
   */
  String localBranch(String name) throws GitException {
    var said =
        git.run(
            GitCall.of(
                    GitPlace.store(commonDir),
                    "rev-parse",
                    "--verify",
                    "--quiet",
                    "refs/heads/" + name + "^{commit}")
                .accepting(0, 1, 128));
    if (said.exit() != 0) {
      throw new GitException("There is no branch “%s” in %s.".formatted(name, name()));
    }
    return said.text();
  }

  /** The id of a commit's tree. */
  String treeOf(String commit) throws GitException {
    return git.run(GitPlace.store(commonDir), "rev-parse", "--verify", commit + "^{tree}").text();
  }

  /** The paths of a commit's submodules. */
  List<String> submodules(String commit) throws GitException {
    var declared =
        git.run(
            GitCall.of(GitPlace.store(commonDir), "cat-file", "-e", commit + ":.gitmodules")
                .accepting(0, 1, 128));
    if (declared.exit() != 0) {
      return List.of();
    }
    var paths = new ArrayList<String>();
    for (var entry :
        git.run(GitPlace.store(commonDir), "ls-tree", "-r", "-z", "--full-tree", commit).fields()) {
      if (entry.startsWith("160000 ")) {
        paths.add(entry.substring(entry.indexOf('\t') + 1));
      }
    }
    return paths;
  }

  private List<Branch> branches(String under, boolean remote) throws GitException {
    var fields =
        git.run(
                GitPlace.store(commonDir),
                "for-each-ref",
                "--sort=-committerdate",
                "--format=%(refname:lstrip=2)%00%(objectname)%00%(committerdate:unix)%00"
                    + "%(contents:subject)%00%(symref)%00",
                under)
            .fields();
    var branches = new ArrayList<Branch>();
    for (int i = 0; i + 4 < fields.size(); i += 5) {
      // Each record but the first begins with the line end of the one before.
      var name = fields.get(i).stripLeading();
      var date = fields.get(i + 2);
      if (fields.get(i + 4).isEmpty() && !date.isEmpty()) {
        branches.add(
            new Branch(
                name,
                fields.get(i + 1),
                Instant.ofEpochSecond(Long.parseLong(date)),
                fields.get(i + 3),
                remote));
      }
    }
    return branches;
  }

  private String operation() {
    return operation(gitDir);
  }

  /** What is half done in the checkout with this private git folder, or empty. */
  static String operation(Path gitDir) {
    record Sign(String file, String name) {}
    for (var sign :
        List.of(
            new Sign("rebase-merge", "rebase"),
            new Sign("rebase-apply", "rebase"),
            new Sign("MERGE_HEAD", "merge"),
            new Sign("CHERRY_PICK_HEAD", "cherry-pick"),
            new Sign("REVERT_HEAD", "revert"),
            new Sign("BISECT_LOG", "bisect"))) {
      if (Files.exists(gitDir.resolve(sign.file))) {
        return sign.name;
      }
    }
    return "";
  }

  /** A path that git printed, as a real one. */
  static Path real(String printed) throws GitException {
    try {
      return Path.of(printed).toRealPath();
    } catch (IOException | java.nio.file.InvalidPathException e) {
      throw new GitException(
          "The folder “%s” that git speaks of cannot be read.".formatted(printed), "", e);
    }
  }
}
