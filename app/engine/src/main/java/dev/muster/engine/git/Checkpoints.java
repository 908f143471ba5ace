package dev.muster.engine.git;

import java.util.List;

/** The checkpoints and archives of one repository. Any thread, blocking. */
public final class Checkpoints {
  private final Repository repository;

  Checkpoints(Repository repository) {
    this.repository = repository;
  }

  /** A session's checkpoints by turn. */
  public List<Checkpoint> of(String session) throws GitException {
    throw new GitException(repository.name());
  }

  /**
   * What changed from one commit or tree to another, for example between two turns.
   *
   * @param from full id of a commit or tree
   * @param to full id of a commit or tree
   */
  public Changeset between(String from, String to, ChangeBounds bounds) throws GitException {
    throw new GitException("");
  }

  /** The lines of one file of such a changeset. */
  public FileDiff diff(Changeset of, FileChange file, ChangeBounds bounds) throws GitException {
    throw new GitException("");
  }
}
