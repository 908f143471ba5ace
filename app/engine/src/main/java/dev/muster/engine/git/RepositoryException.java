package dev.muster.engine.git;

/** A folder cannot be used as a project; {@link #problem()} says why, the message what to do. */
public final class RepositoryException extends GitException {
  private static final long serialVersionUID = 1L;

  /** Why a folder is no project. */
  public enum Problem {
    NO_SUCH_FOLDER,
    NOT_A_REPOSITORY,
    INSIDE_GIT_FOLDER,
    BARE,
    NO_COMMITS,
    NOT_TRUSTED,
    BROKEN
  }

  private final Problem problem;

  RepositoryException(Problem problem, String sentence, String detail) {
    super(sentence, detail);
    this.problem = problem;
  }

  public Problem problem() {
    return problem;
  }
}
