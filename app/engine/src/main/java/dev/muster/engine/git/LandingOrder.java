package dev.muster.engine.git;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Proposes in which order to land sessions. Sessions that merge cleanly with the target come before
 * those that conflict with it. Among them, again and again the one is next that shares lines with
 * the fewest sessions that are still to come; of equals, the one that changes fewer files, then the
 * one named first. So what disturbs nobody lands first, and what must be redone against the others
 * is redone once, at the end. Sessions with nothing to land are not in it.
 */
public final class LandingOrder {
  private LandingOrder() {}

  /** The ids of the sessions, the one to land first at the front. */
  public static List<String> of(List<SessionForecast> sessions, List<Overlap> overlaps) {
    var left =
        new ArrayList<>(
            sessions.stream().filter(s -> s.outcome() != SessionForecast.Outcome.NOTHING).toList());
    var order = new ArrayList<String>();
    while (!left.isEmpty()) {
      var waiting = left.stream().map(SessionForecast::session).toList();
      var next =
          left.stream()
              .min(
                  Comparator.comparing(
                          (SessionForecast s) -> s.outcome() != SessionForecast.Outcome.CLEAN)
                      .thenComparing(s -> clashes(s.session(), waiting, overlaps))
                      .thenComparing(SessionForecast::files))
              .orElseThrow();
      order.add(next.session());
      left.remove(next);
    }
    return order;
  }

  private static long clashes(String session, List<String> waiting, List<Overlap> overlaps) {
    return overlaps.stream()
        .filter(o -> o.kind() == Overlap.Kind.SAME_LINES)
        .filter(
            o ->
                (o.one().equals(session) && waiting.contains(o.other()))
                    || (o.other().equals(session) && waiting.contains(o.one())))
        .count();
  }
}
