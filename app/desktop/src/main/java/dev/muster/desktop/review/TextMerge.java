package dev.muster.desktop.review;

import com.github.difflib.DiffUtils;
import com.github.difflib.patch.AbstractDelta;
import com.github.difflib.patch.Chunk;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Puts two changes of one text together where they do not meet. Pure functions. */
final class TextMerge {
  private TextMerge() {}

  private record Change(int from, int to, List<String> lines, boolean mine) {
    static Change of(AbstractDelta<String> delta, boolean mine) {
      Chunk<String> source = delta.getSource();
      int from = source.getPosition();
      return new Change(from, from + source.size(), delta.getTarget().getLines(), mine);
    }

    boolean meets(Change other) {
      // Also where they only touch: nobody knows then which comes first.
      return from <= other.to && other.from <= to;
    }

    boolean same(Change other) {
      return from == other.from && to == other.to && lines.equals(other.lines);
    }
  }

  /**
   * Both changes of a text.
   *
   * @param before what both began with
   * @return empty where they change the same lines, or lines next to each other, differently
   */
  static Optional<String> merge(String before, String mine, String theirs) {
    List<String> base = lines(before);
    List<Change> changes = new ArrayList<>(changes(base, mine, true));
    for (Change their : changes(base, theirs, false)) {
      List<Change> met = changes.stream().filter(one -> one.mine() && one.meets(their)).toList();
      if (met.isEmpty()) {
        changes.add(their);
      } else if (met.size() > 1 || !met.getFirst().same(their)) {
        return Optional.empty();
      }
    }
    changes.sort(Comparator.comparingInt(Change::from).reversed());
    List<String> merged = new ArrayList<>(base);
    for (Change change : changes) {
      List<String> part = merged.subList(change.from(), change.to());
      part.clear();
      part.addAll(change.lines());
    }
    return Optional.of(String.join("\n", merged));
  }

  private static List<Change> changes(List<String> base, String text, boolean mine) {
    return DiffUtils.diff(base, lines(text)).getDeltas().stream()
        .map(delta -> Change.of(delta, mine))
        .toList();
  }

  private static List<String> lines(String text) {
    return List.of(text.split("\n", -1));
  }
}
