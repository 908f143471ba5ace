package dev.muster.engine.git;

import dev.muster.engine.git.QuickMerges.Pair;
import dev.muster.engine.git.QuickMerges.Tried;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What forecasts found out about commits, which never changes: so that when one of nine sessions
 * has moved on, only its own merges are tried again. Bounded; safe for any thread.
 */
final class ForecastMemory {
  private static final int MAX_PAIRS = 4_096;
  private static final int MAX_COUNTS = 1_024;

  /**
   * Commits on one side only.
   *
   * @param behind how many the target alone has
   * @param ahead how many the other alone has
   */
  record Counts(int behind, int ahead) {}

  private final Map<Pair, Tried> pairs = bounded(MAX_PAIRS);
  private final Map<Pair, Counts> counts = bounded(MAX_COUNTS);
  private final Map<Pair, Set<String>> names = bounded(MAX_COUNTS);
  private final Map<Pair, String> tips = bounded(MAX_COUNTS);

  /** Asks git. */
  @FunctionalInterface
  interface Question<T> {
    T ask() throws GitException;
  }

  /** Merges, only those that are not remembered. */
  Map<Pair, Tried> merges(MergeRoom room, List<Pair> wanted) throws GitException {
    var found = new HashMap<Pair, Tried>();
    var unknown = new ArrayList<Pair>();
    synchronized (this) {
      for (var pair : wanted) {
        var known = pairs.get(pair);
        if (known == null) {
          unknown.add(pair);
        } else {
          found.put(pair, known);
        }
      }
    }
    var fresh = QuickMerges.of(room, unknown);
    found.putAll(fresh);
    synchronized (this) {
      fresh.forEach(
          (pair, tried) -> {
            // What went wrong once, such as a missing object, may go well later.
            if (tried.problem() == null) {
              pairs.put(pair, tried);
            }
          });
    }
    return found;
  }

  Counts counts(Pair pair, Question<Counts> question) throws GitException {
    return remembered(counts, pair, question);
  }

  Set<String> names(Pair pair, Question<Set<String>> question) throws GitException {
    return remembered(names, pair, question);
  }

  /** The commit that holds a tree on top of a commit. */
  String tip(String head, String tree, Question<String> question) throws GitException {
    return remembered(tips, new Pair(head, tree), question);
  }

  private <T> T remembered(Map<Pair, T> map, Pair pair, Question<T> question) throws GitException {
    @Nullable T known;
    synchronized (this) {
      known = map.get(pair);
    }
    if (known != null) {
      return known;
    }
    var fresh = question.ask();
    synchronized (this) {
      map.put(pair, fresh);
    }
    return fresh;
  }

  private static <K, V> Map<K, V> bounded(int max) {
    return new LinkedHashMap<>(16, 0.75f, true) {
      private static final long serialVersionUID = 1L;

      @Override
      protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > max;
      }
    };
  }
}
