package dev.muster.engine.git;

import java.util.List;

/**
 * What was copied into a new worktree because {@code .worktreeinclude} asks for it.
 *
 * @param files how many files
 * @param bytes how many bytes
 * @param examples the first of them, relative paths
 * @param skipped what was not copied, each with the reason, as sentences; bounded
 */
public record CopyReport(int files, long bytes, List<String> examples, List<String> skipped) {
  public static final CopyReport NOTHING = new CopyReport(0, 0, List.of(), List.of());

  public CopyReport {
    examples = List.copyOf(examples);
    skipped = List.copyOf(skipped);
  }
}
