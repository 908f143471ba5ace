package dev.muster.engine.git;

/** One of the two things that are compared. */
public sealed interface Version {

  /** The files of a worktree as they are at the moment of asking, untracked ones included. */
  record Now(LiveTree live) implements Version {}

  /**
   * What was kept: a commit, a tree, a checkpoint, the tip of a branch.
   *
   * @param revision a full id, or the name of a branch or ref
   */
  record Kept(String revision) implements Version {}

  static Version now(LiveTree live) {
    return new Now(live);
  }

  static Version of(String revision) {
    return new Kept(revision);
  }

  static Version of(Checkpoint checkpoint) {
    return new Kept(checkpoint.commit());
  }
}
