package dev.muster.engine.complete;

import java.util.List;

/**
 * A file that fits what was typed.
 *
 * @param path in the worktree, with {@code /}
 * @param matched the places in {@code path} of the characters that were typed, growing
 */
public record NamedFile(String path, List<Integer> matched) {
  public NamedFile {
    matched = List.copyOf(matched);
  }
}
