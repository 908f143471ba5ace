package dev.muster.engine.git;

import java.util.List;
import java.util.Optional;

/**
 * How the work of several sessions would come into a branch as it all is now.
 *
 * @param target short name of the branch
 * @param targetCommit full id of the commit it stood on
 * @param sessions one for each session, in the order asked for
 * @param overlaps pairs that touch the same, the worse ones first; at most {@link
 *     Forecasts#MAX_OVERLAPS}
 * @param moreOverlaps how many more pairs
 * @param order the sessions in the order in which to land them, see {@link LandingOrder}
 * @param leftOut sessions that were not looked at, because there are too many
 */
public record Forecast(
    String target,
    String targetCommit,
    List<SessionForecast> sessions,
    List<Overlap> overlaps,
    int moreOverlaps,
    List<String> order,
    List<String> leftOut) {
  public Forecast {
    sessions = List.copyOf(sessions);
    overlaps = List.copyOf(overlaps);
    order = List.copyOf(order);
    leftOut = List.copyOf(leftOut);
  }

  /** That of one session. */
  public Optional<SessionForecast> of(String session) {
    return sessions.stream().filter(s -> s.session().equals(session)).findFirst();
  }

  /** The pairs that a session is in. */
  public List<Overlap> overlapsOf(String session) {
    return overlaps.stream()
        .filter(o -> o.one().equals(session) || o.other().equals(session))
        .toList();
  }
}
