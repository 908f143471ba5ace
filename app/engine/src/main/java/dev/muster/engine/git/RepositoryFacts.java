package dev.muster.engine.git;

import java.nio.file.Path;
import java.util.List;

/**
 * What a person wants to know about a project before starting work in it.
 *
 * @param id stable id, see {@link Repository#id()}
 * @param name the checkout folder's name
 * @param root the checkout's top folder
 * @param head what it stands on
 * @param changed tracked files that differ from the last commit, staged or not
 * @param untracked untracked files and folders (a wholly untracked folder counts once)
 * @param operation what is half done ({@code merge}, {@code rebase}, {@code cherry-pick}, {@code
 *     revert}, {@code bisect}), or empty
 * @param submodules paths of the submodules of the last commit
 */
public record RepositoryFacts(
    String id,
    String name,
    Path root,
    Head head,
    int changed,
    int untracked,
    String operation,
    List<String> submodules) {

  public RepositoryFacts {
    submodules = List.copyOf(submodules);
  }

  /** Whether the checkout holds anything that is not committed; sessions do not see it. */
  public boolean dirty() {
    return changed > 0 || untracked > 0;
  }
}
