package dev.muster.engine.git;

import java.nio.file.Path;
import java.util.List;

/**
 * A git repository that serves as a project.
 *
 * <p>Any thread; every method that throws {@link GitException} runs git and blocks.
 */
public final class Repository {
  private final Git git;
  private final Path root;

  private Repository(Git git, Path root) {
    this.git = git;
    this.root = root;
  }

  /**
   * Opens the repository a folder lies in.
   *
   * @param inside the checkout's top folder or anything below it
   * @throws RepositoryException when the folder cannot be used as a project, with a sentence that
   *     says why and what to do: not a folder, not under git, bare, no commits yet, not trusted
   */
  public static Repository open(Git git, Path inside) throws GitException {
    return new Repository(git, inside);
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
    return "";
  }

  /** The checkout's folder name. */
  public String name() {
    return "";
  }

  /** The checkout's top folder, a real path. */
  public Path root() {
    return root;
  }

  /** The git folder that all checkouts of this repository share, a real path. */
  public Path commonDir() {
    return root;
  }

  /** What the checkout stands on. */
  public Head head() throws GitException {
    throw new GitException("");
  }

  /** Everything a person wants to know before starting; about 50 ms at 20,000 files. */
  public RepositoryFacts facts() throws GitException {
    throw new GitException("");
  }

  /** Branches, the most recently changed first; local ones before remote ones. */
  public List<Branch> branches(boolean remotesToo) throws GitException {
    return List.of();
  }

  /** The full id of the commit that a branch, tag or id names. */
  public String resolve(String revision) throws GitException {
    throw new GitException("");
  }

  /** Its worktrees. */
  public Worktrees worktrees() {
    return new Worktrees(this);
  }

  /** Its checkpoints and archives. */
  public Checkpoints checkpoints() {
    return new Checkpoints(this);
  }
}
