package dev.muster.desktop.control;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A hunk with what is found out about its lines as they come into view: their numbers, what they
 * look like, which words changed, and where a comment or string is still open. Nothing of it is
 * computed before it is asked for. Made on any thread, then used on the JavaFX thread only.
 */
final class HunkText {
  /** More of a line is not shown. */
  static final int MAX_LINE = 2_000;

  /** Lines looked at before one that is far from all known ones, to guess what is open there. */
  private static final int LOOK_BACK = 200;

  private static final int FAR = 2_000;
  private static final int UNKNOWN = Integer.MIN_VALUE;
  private static final int[] NOTHING = {};

  private final DiffFile file;
  private final DiffHunk hunk;
  private int @Nullable [] partners;
  private int @Nullable [] numbers;
  private int @Nullable [] @Nullable [] changes;
  private int @Nullable [][] states;

  HunkText(DiffFile file, DiffHunk hunk) {
    this.file = file;
    this.hunk = hunk;
  }

  DiffFile file() {
    return file;
  }

  DiffHunk hunk() {
    return hunk;
  }

  DiffLine line(int index) {
    return hunk.lines().get(index);
  }

  /** What is shown of a line: tabs as spaces, nothing invisible, no more than {@link #MAX_LINE}. */
  String shown(int index) {
    DiffLine line = line(index);
    return VisibleText.forCode(line.text(), MAX_LINE, line.more());
  }

  /** The line's number before the change; 0 if it was not there. */
  int oldNumber(int index) {
    return line(index).kind() == DiffLine.Kind.ADDED ? 0 : numbers()[2 * index];
  }

  /** The line's number after the change; 0 if it is not there any more. */
  int newNumber(int index) {
    return line(index).kind() == DiffLine.Kind.REMOVED ? 0 : numbers()[2 * index + 1];
  }

  /** Index of the line that took this one's place, or whose place it took; -1 for none. */
  int partner(int index) {
    if (partners == null) {
      partners = pair(hunk.lines());
    }
    return partners[index];
  }

  /** Which parts of a shown line differ from its partner, as start and end pairs. */
  int[] changed(int index) {
    int partner = partner(index);
    if (partner < 0) {
      return NOTHING;
    }
    if (changes == null) {
      changes = new int @Nullable [hunk.lines().size()] @Nullable [];
    }
    int[] known = changes[index];
    if (known == null) {
      int old = Math.min(index, partner);
      int now = Math.max(index, partner);
      int[][] both = WordDiff.of(shown(old), shown(now));
      changes[old] = both[0];
      changes[now] = both[1];
      known = index == old ? both[0] : both[1];
    }
    return known;
  }

  /** The colours of a shown line. */
  List<SyntaxColours.Span> colours(int index, SyntaxColours syntax) {
    int side = line(index).kind() == DiffLine.Kind.REMOVED ? 0 : 1;
    return syntax.spans(file.path(), shown(index), stateBefore(index, side, syntax));
  }

  /**
   * What is open (a comment, a string) at the beginning of a line, read from the lines above on the
   * same side. At the beginning of a hunk nothing is taken to be open.
   */
  private int stateBefore(int index, int side, SyntaxColours syntax) {
    if (!syntax.knows(file.path())) {
      return 0;
    }
    if (states == null) {
      states = new int[2][hunk.lines().size()];
      Arrays.fill(states[0], UNKNOWN);
      Arrays.fill(states[1], UNKNOWN);
    }
    int[] known = states[side];
    int from = index - 1;
    while (from >= 0 && known[from] == UNKNOWN && index - from < FAR) {
      from--;
    }
    boolean found = from >= 0 && known[from] != UNKNOWN;
    int state = found ? known[from] : 0;
    int start = found ? from + 1 : index - from >= FAR ? index - LOOK_BACK : 0;
    DiffLine.Kind other = side == 0 ? DiffLine.Kind.ADDED : DiffLine.Kind.REMOVED;
    for (int i = start; i < index; i++) {
      if (line(i).kind() != other) {
        state = syntax.stateAfter(file.path(), shown(i), state);
      }
      known[i] = state;
    }
    return state;
  }

  private int[] numbers() {
    if (numbers == null) {
      int[] made = new int[2 * hunk.lines().size()];
      int old = hunk.oldStart();
      int now = hunk.newStart();
      for (int i = 0; i < hunk.lines().size(); i++) {
        made[2 * i] = old;
        made[2 * i + 1] = now;
        DiffLine.Kind kind = line(i).kind();
        old += kind == DiffLine.Kind.ADDED ? 0 : 1;
        now += kind == DiffLine.Kind.REMOVED ? 0 : 1;
      }
      numbers = made;
    }
    return numbers;
  }

  /** Pairs the first removed line of a block with the first added one, and so on. */
  static int[] pair(List<DiffLine> lines) {
    int[] partners = new int[lines.size()];
    Arrays.fill(partners, -1);
    int i = 0;
    while (i < lines.size()) {
      int removed = i;
      while (i < lines.size() && lines.get(i).kind() == DiffLine.Kind.REMOVED) {
        i++;
      }
      int added = i;
      while (i < lines.size() && lines.get(i).kind() == DiffLine.Kind.ADDED) {
        i++;
      }
      for (int k = 0; k < Math.min(added - removed, i - added); k++) {
        partners[removed + k] = added + k;
        partners[added + k] = removed + k;
      }
      if (i == removed) {
        i++;
      }
    }
    return partners;
  }
}
