package dev.muster.engine.git;

import java.util.List;

/**
 * One piece of a file's diff.
 *
 * @param oldStart first line in the old file, from 1 (0 when the old side is empty)
 * @param oldCount lines of the old file
 * @param newStart first line in the new file, from 1 (0 when the new side is empty)
 * @param newCount lines of the new file
 * @param section what git names as the surrounding function, may be empty
 * @param lines its lines
 */
public record Hunk(
    int oldStart, int oldCount, int newStart, int newCount, String section, List<DiffLine> lines) {
  public Hunk {
    lines = List.copyOf(lines);
  }
}
