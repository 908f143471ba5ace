package dev.muster.engine.git;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where a git command works.
 *
 * <p>In a folder an agent can write to, git must not look around by itself for a repository: a
 * swapped {@code .git} file would lead it to another configuration. Then both git folder and
 * worktree are named here.
 *
 * @param cwd the folder git starts in
 * @param gitDir the private git folder, null to let git find it
 * @param workTree the worktree, null to let git find it
 * @param index the index to use, null for the worktree's own
 */
public record GitPlace(
    Path cwd, @Nullable Path gitDir, @Nullable Path workTree, @Nullable Path index) {

  /** Git finds the repository from the folder; for the user's own checkout only. */
  public static GitPlace at(Path cwd) {
    return new GitPlace(cwd, null, null, null);
  }

  /** Only the shared git folder, no checkout: for refs and objects. */
  public static GitPlace store(Path commonDir) {
    return new GitPlace(commonDir, commonDir, null, null);
  }

  /** A worktree that an agent may have touched. */
  public static GitPlace worktree(Path gitDir, Path workTree) {
    return new GitPlace(workTree, gitDir, workTree, null);
  }

  public GitPlace withIndex(Path index) {
    return new GitPlace(cwd, gitDir, workTree, index);
  }
}
