package dev.muster.desktop.live;

import dev.muster.desktop.live.SessionDigest.Moment;
import java.util.ArrayList;
import java.util.List;

/**
 * The marks of a timeline: every moment while there are few of them, and the weightiest of each
 * stretch when there are too many, so that they reach from the beginning to the end. One thread.
 */
final class SpreadMoments {
  private final int most;
  private List<Moment> kept = new ArrayList<>();
  private long stretch = 1;

  /**
   * @param most how many are kept at most
   */
  SpreadMoments(int most) {
    this.most = most;
  }

  /**
   * Takes the next moment in.
   *
   * @return false when it, or another, was left out
   */
  boolean add(Moment next) {
    put(kept, next);
    while (kept.size() > most) {
      stretch *= 2;
      List<Moment> wider = new ArrayList<>();
      kept.forEach(moment -> put(wider, moment));
      kept = wider;
    }
    return stretch == 1;
  }

  private void put(List<Moment> into, Moment next) {
    if (into.isEmpty() || into.getLast().seq() / stretch != next.seq() / stretch) {
      into.add(next);
    } else if (stretch > 1 && next.kind().compareTo(into.getLast().kind()) > 0) {
      into.set(into.size() - 1, next);
    } else if (stretch == 1) {
      into.add(next);
    }
  }

  /** Those that are kept, in order. */
  List<Moment> kept() {
    return List.copyOf(kept);
  }
}
