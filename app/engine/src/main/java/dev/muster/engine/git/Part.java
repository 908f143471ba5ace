package dev.muster.engine.git;

import java.util.Set;
import java.util.TreeSet;

/**
 * A part of the changes in a worktree, named by what a person looked at: the file as a changeset
 * told of it, and for lines the hunk as its diff showed it. The changeset may be against any base;
 * its other side must be the worktree.
 */
public sealed interface Part {

  /** The changed file it belongs to. */
  FileChange file();

  /**
   * Changed lines of a hunk: added ones go, removed ones come back. Those of a new file that is
   * left without any line go with the file.
   *
   * @param lines positions in {@link Hunk#lines()}, from 0; context lines among them do not matter
   */
  record Lines(FileChange file, Hunk hunk, Set<Integer> lines) implements Part {
    public Lines {
      lines = Set.copyOf(lines);
      for (int line : lines) {
        if (line < 0 || line >= hunk.lines().size()) {
          throw new IllegalArgumentException("the hunk has no line " + line);
        }
      }
    }
  }

  /**
   * All that happened to the file: an added one goes, a deleted one comes back, a renamed one has
   * its old name and content again, and so on.
   */
  record Whole(FileChange file) implements Part {}

  /** Only the change of its mode, such as made executable. */
  record Mode(FileChange file) implements Part {}

  /** Only its new name: it goes back under the old one with the content it has now. */
  record Name(FileChange file) implements Part {}

  /** All changed lines of a hunk. */
  static Part hunk(FileChange file, Hunk hunk) {
    return lines(file, hunk, 0, hunk.lines().size() - 1);
  }

  /**
   * A range of lines of a hunk.
   *
   * @param from position of the first one in {@link Hunk#lines()}, from 0
   * @param to position of the last one
   */
  static Part lines(FileChange file, Hunk hunk, int from, int to) {
    var all = new TreeSet<Integer>();
    for (int i = from; i <= to; i++) {
      all.add(i);
    }
    return new Lines(file, hunk, all);
  }

  /** All that happened to a file. */
  static Part whole(FileChange file) {
    return new Whole(file);
  }
}
