package dev.muster.engine.git;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Says why sessions are proposed to be landed in the order of {@link LandingOrder}. */
public final class LandingReasons {
  /**
   * One session in the order.
   *
   * @param session its id
   * @param why one or two sentences
   */
  public record Step(String session, String why) {}

  private LandingReasons() {}

  /**
   * The sessions of a forecast, the one to land first at the front.
   *
   * @param title gives a session's title for its id
   */
  public static List<Step> of(Forecast forecast, UnaryOperator<String> title) {
    var steps = new ArrayList<Step>();
    Set<String> landed = new HashSet<>();
    for (var id : forecast.order()) {
      Optional<SessionForecast> session = forecast.of(id);
      session.ifPresent(s -> steps.add(new Step(id, why(forecast, s, landed, title))));
      landed.add(id);
    }
    return List.copyOf(steps);
  }

  private static String why(
      Forecast forecast, SessionForecast session, Set<String> landed, UnaryOperator<String> title) {
    var why =
        new StringBuilder(
            switch (session.outcome()) {
              case CLEAN -> "Merges cleanly with %s.".formatted(forecast.target());
              case CONFLICTS ->
                  "Conflicts with %s in %s, so it must be mended first."
                      .formatted(
                          forecast.target(), files(session.conflicts(), session.moreConflicts()));
              case NOTHING, UNKNOWN -> session.sentence();
            });
    var before = lines(forecast, session.session(), landed, true);
    var after = lines(forecast, session.session(), landed, false);
    if (!before.isEmpty()) {
      why.append(
          " Touches the same lines as %s, before it: expect conflicts in %s then."
              .formatted(names(before, session.session(), title), paths(before)));
    }
    if (!after.isEmpty()) {
      why.append(
          " Touches the same lines as %s, after it, in %s."
              .formatted(names(after, session.session(), title), paths(after)));
    }
    if (before.isEmpty() && after.isEmpty()) {
      why.append(
          forecast.overlapsOf(session.session()).isEmpty()
              ? " No other session touches its files."
              : " Others touch the same files, in places that merge.");
    }
    return why.toString();
  }

  private static List<Overlap> lines(
      Forecast forecast, String session, Set<String> landed, boolean before) {
    return forecast.overlapsOf(session).stream()
        .filter(o -> o.kind() == Overlap.Kind.SAME_LINES)
        .filter(o -> forecast.order().contains(o.other(session)))
        .filter(o -> landed.contains(o.other(session)) == before)
        .toList();
  }

  private static String names(List<Overlap> overlaps, String session, UnaryOperator<String> title) {
    var names = overlaps.stream().map(o -> "“" + title.apply(o.other(session)) + "”").toList();
    return names.size() <= 2
        ? String.join(" and ", names)
        : names.getFirst() + " and %d others".formatted(names.size() - 1);
  }

  private static String paths(List<Overlap> overlaps) {
    var paths = overlaps.stream().flatMap(o -> o.paths().stream()).distinct().toList();
    return files(paths, overlaps.stream().mapToInt(Overlap::morePaths).sum());
  }

  private static String files(List<String> paths, int more) {
    int all = paths.size() + more;
    return all == 1 ? paths.getFirst() : "%s and %,d more".formatted(paths.getFirst(), all - 1);
  }
}
