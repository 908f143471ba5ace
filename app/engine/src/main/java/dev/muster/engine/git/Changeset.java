package dev.muster.engine.git;

import java.util.List;

/**
 * What differs between a base commit and the files of a worktree at one moment.
 *
 * @param base full id of the base commit
 * @param tree id of the git tree that was measured: two equal ids mean equal files
 * @param files what changed, by path; at most {@link ChangeBounds#maxFiles()}
 * @param moreFiles how many more changed files are not in {@code files}
 * @param leftOut what was not measured, as sentences (too large, unreadable, a repository of its
 *     own); when this is not empty, {@code tree} does not hold everything
 */
public record Changeset(
    String base, String tree, List<FileChange> files, int moreFiles, List<String> leftOut) {

  public Changeset {
    files = List.copyOf(files);
    leftOut = List.copyOf(leftOut);
  }

  public int added() {
    return files.stream().mapToInt(f -> Math.max(0, f.added())).sum();
  }

  public int removed() {
    return files.stream().mapToInt(f -> Math.max(0, f.removed())).sum();
  }

  public boolean isEmpty() {
    return files.isEmpty() && leftOut.isEmpty();
  }
}
