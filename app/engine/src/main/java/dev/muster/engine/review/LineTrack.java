package dev.muster.engine.review;

import dev.muster.engine.git.DiffLine;
import dev.muster.engine.git.Hunk;
import dev.muster.engine.review.Answer.How;
import java.util.ArrayList;
import java.util.List;

/**
 * Follows lines of a file through its changes.
 *
 * @param how what the change did to them: one of {@link How#UNTOUCHED}, {@link How#ELSEWHERE},
 *     {@link How#BESIDE}, {@link How#MOVED}, {@link How#GONE} and {@link How#CHANGED}
 * @param from the first of them, from 1
 * @param to the last of them; {@code from - 1} where they are gone, and were before {@code from}
 */
record LineTrack(How how, int from, int to) {
  /** Shorter texts stand everywhere: that they are found elsewhere says nothing. */
  private static final int SHORTEST_MOVED = 12;

  /** Lines that no change has met yet. */
  static LineTrack at(int from, int to) {
    return new LineTrack(How.UNTOUCHED, from, to);
  }

  /**
   * Where they are after a change, and what it did to them.
   *
   * @param hunks all of it, without unchanged lines around
   */
  LineTrack through(List<Hunk> hunks) {
    if (hunks.isEmpty()) {
      return at(from, to);
    }
    return to < from ? gap(hunks) : lines(hunks);
  }

  private LineTrack lines(List<Hunk> hunks) {
    int before = 0;
    int within = 0;
    int first = 0;
    int last = 0;
    boolean touched = false;
    boolean beside = false;
    for (Hunk hunk : hunks) {
      int start = oldStart(hunk);
      int end = start + hunk.oldCount() - 1;
      int grown = hunk.newCount() - hunk.oldCount();
      // Of an insertion end is start - 1: it stands between those two.
      if (end < from) {
        before += grown;
        beside |= end == from - 1;
      } else if (start > to) {
        beside |= start == to + 1;
      } else {
        touched = true;
        within += grown;
        if (start <= from && end >= from) {
          first = newStart(hunk);
        }
        if (end >= to) {
          last = newStart(hunk) + hunk.newCount() - 1;
          within -= grown; // it is where that ends, wherever that is
        }
      }
    }
    int newFrom = first == 0 ? from + before : first;
    if (!touched) {
      return new LineTrack(beside ? How.BESIDE : How.ELSEWHERE, newFrom, to + before);
    }
    boolean ends = hunks.stream().anyMatch(h -> covers(h, to));
    int newTo = ends ? last : to + before + within;
    int moved = movedTo(hunks);
    if (moved > 0) {
      return new LineTrack(How.MOVED, moved, moved + to - from);
    }
    return newTo < newFrom
        ? new LineTrack(How.GONE, newFrom, newFrom - 1)
        : new LineTrack(How.CHANGED, newFrom, newTo);
  }

  /** For lines that are gone: what happened where they were. */
  private LineTrack gap(List<Hunk> hunks) {
    int before = 0;
    boolean beside = false;
    for (Hunk hunk : hunks) {
      int start = oldStart(hunk);
      int end = start + hunk.oldCount() - 1;
      boolean inserted = hunk.oldCount() == 0 && start == from;
      if (inserted || start < from && end >= from) {
        int at = newStart(hunk);
        return new LineTrack(How.CHANGED, at, at + hunk.newCount() - 1);
      }
      if (end < from) {
        before += hunk.newCount() - hunk.oldCount();
        beside |= end == from - 1;
      } else {
        beside |= start == from;
      }
    }
    return new LineTrack(beside ? How.BESIDE : How.ELSEWHERE, from + before, to + before);
  }

  private static boolean covers(Hunk hunk, int line) {
    return hunk.oldCount() > 0
        && hunk.oldStart() <= line
        && hunk.oldStart() + hunk.oldCount() > line;
  }

  /** Where all of them stand again, if they were taken out here and put in there; else 0. */
  private int movedTo(List<Hunk> hunks) {
    List<String> gone = new ArrayList<>();
    for (Hunk hunk : hunks) {
      for (DiffLine line : hunk.lines()) {
        if (line.kind() == DiffLine.Kind.REMOVED && line.oldNo() >= from && line.oldNo() <= to) {
          gone.add(line.text());
        }
      }
    }
    int length = gone.stream().mapToInt(text -> text.strip().length()).sum();
    if (gone.size() != to - from + 1 || length < SHORTEST_MOVED) {
      return 0;
    }
    for (Hunk hunk : hunks) {
      List<DiffLine> added =
          hunk.lines().stream().filter(line -> line.kind() == DiffLine.Kind.ADDED).toList();
      for (int i = 0; i + gone.size() <= added.size(); i++) {
        if (texts(added.subList(i, i + gone.size())).equals(gone)) {
          return added.get(i).newNo();
        }
      }
    }
    return 0;
  }

  private static List<String> texts(List<DiffLine> lines) {
    return lines.stream().map(DiffLine::text).toList();
  }

  /** First line of the old side; of an insertion the line it stands before. */
  private static int oldStart(Hunk hunk) {
    return hunk.oldCount() == 0 ? hunk.oldStart() + 1 : hunk.oldStart();
  }

  /** First line of the new side; of a deletion the line it stood before. */
  private static int newStart(Hunk hunk) {
    return hunk.newCount() == 0 ? hunk.newStart() + 1 : hunk.newStart();
  }
}
