package dev.muster.desktop.control;

import java.util.List;

/**
 * A stretch of changed lines with some around them, as git cuts them.
 *
 * @param oldStart number of the first line before the change, from 1
 * @param newStart number of the first line after the change, from 1
 * @param heading what git found to be the enclosing function; may be empty
 * @param lines the lines in the order of a unified diff
 */
public record DiffHunk(int oldStart, int newStart, String heading, List<DiffLine> lines) {
  public DiffHunk {
    lines = List.copyOf(lines);
  }
}
