package dev.muster.engine.git;

import java.nio.file.Path;
import java.util.List;

/**
 * A worktree that was just made.
 *
 * @param path its folder
 * @param gitDir its private git folder
 * @param branch its branch, {@code muster/…}
 * @param base full id of the commit it starts from
 * @param copied which ignored files came along
 * @param notes what the user should know, as sentences (for example about submodules)
 */
public record CreatedWorktree(
    Path path, Path gitDir, String branch, String base, CopyReport copied, List<String> notes) {
  public CreatedWorktree {
    notes = List.copyOf(notes);
  }
}
