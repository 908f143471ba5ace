package dev.muster.desktop.control;

import com.github.difflib.DiffUtils;
import com.github.difflib.patch.AbstractDelta;
import com.github.difflib.patch.Chunk;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which words of two versions of a line differ. */
final class WordDiff {
  /** Longer lines are not compared: it would be felt while scrolling, and help nobody. */
  static final int MAX_LENGTH = 1_000;

  /** Two lines that share less are two different lines; marking nearly everything tells nothing. */
  private static final double MIN_COMMON = 0.35;

  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}_]+|\\s+|.", Pattern.DOTALL);
  private static final int[][] NONE = {{}, {}};

  private WordDiff() {}

  /**
   * @return for each of the two the differing stretches as start and end pairs; both empty if the
   *     lines have too little in common or are too long
   */
  static int[][] of(String before, String after) {
    if (before.length() > MAX_LENGTH || after.length() > MAX_LENGTH) {
      return NONE;
    }
    List<String> left = words(before);
    List<String> right = words(after);
    List<AbstractDelta<String>> deltas = DiffUtils.diff(left, right).getDeltas();
    int[] leftAt = starts(left);
    int[] rightAt = starts(right);
    Ranges leftRanges = new Ranges();
    Ranges rightRanges = new Ranges();
    for (AbstractDelta<String> delta : deltas) {
      leftRanges.add(delta.getSource(), leftAt);
      rightRanges.add(delta.getTarget(), rightAt);
    }
    int common = before.length() - leftRanges.length;
    return common < MIN_COMMON * Math.max(before.strip().length(), after.strip().length())
        ? NONE
        : new int[][] {leftRanges.done(), rightRanges.done()};
  }

  private static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    Matcher matcher = WORD.matcher(text);
    while (matcher.find()) {
      words.add(matcher.group());
    }
    return words;
  }

  private static int[] starts(List<String> words) {
    int[] starts = new int[words.size() + 1];
    for (int i = 0; i < words.size(); i++) {
      starts[i + 1] = starts[i] + words.get(i).length();
    }
    return starts;
  }

  /** Collects stretches, joining those that touch. */
  private static final class Ranges {
    private int[] values = {};
    private int length;

    void add(Chunk<String> chunk, int[] starts) {
      int from = starts[chunk.getPosition()];
      int to = starts[chunk.getPosition() + chunk.size()];
      if (from == to) {
        return;
      }
      length += to - from;
      if (values.length > 0 && values[values.length - 1] == from) {
        values[values.length - 1] = to;
      } else {
        values = Arrays.copyOf(values, values.length + 2);
        values[values.length - 2] = from;
        values[values.length - 1] = to;
      }
    }

    int[] done() {
      return values;
    }
  }
}
