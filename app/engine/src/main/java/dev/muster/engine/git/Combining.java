package dev.muster.engine.git;

import dev.muster.engine.git.Combined.LeftOutSession;
import dev.muster.engine.git.QuickMerges.Pair;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;

/**
 * Merges the work of several sessions into a branch, one after the other and in memory. One that
 * conflicts with what was merged before it is left out and named; the others go on.
 */
final class Combining {
  private final Repository repository;
  private final CommitWriter writer;

  Combining(Repository repository) {
    this.repository = repository;
    this.writer = new CommitWriter(repository);
  }

  /**
   * Merges them in the order of a forecast; sessions with nothing to land are passed over.
   *
   * @param forecast of the same request
   */
  Combined combine(ForecastRequest request, Forecast forecast) throws GitException {
    var tips = new HashMap<String, String>();
    request.contenders().forEach(contender -> tips.put(contender.session(), contender.tip()));
    var merged = new ArrayList<String>();
    var leftOut = new ArrayList<LeftOutSession>();
    for (var session : forecast.leftOut()) {
      leftOut.add(new LeftOutSession(session, List.of(), 0, "There are too many sessions."));
    }
    var at = forecast.targetCommit();
    try (var room = MergeRoom.open(repository, at)) {
      for (var session : forecast.order()) {
        var tip = tips.get(session);
        if (tip == null) {
          continue;
        }
        var pair = new Pair(at, tip);
        var tried = QuickMerges.of(room, List.of(pair)).get(pair);
        if (tried != null && tried.clean()) {
          at = writer.joined(tried.tree(), List.of(at, tip));
          merged.add(session);
        } else {
          leftOut.add(leftOut(session, tried));
        }
      }
    }
    return new Combined(forecast.target(), forecast.targetCommit(), at, merged, leftOut);
  }

  private static LeftOutSession leftOut(
      String session, QuickMerges.@org.jspecify.annotations.Nullable Tried tried) {
    if (tried == null || tried.problem() != null) {
      var why = tried == null ? "Git gave no answer." : tried.problem();
      return new LeftOutSession(session, List.of(), 0, String.valueOf(why));
    }
    int more = Math.max(0, tried.conflicts().size() - Forecasts.MAX_PATHS);
    return new LeftOutSession(
        session, tried.conflicts().subList(0, tried.conflicts().size() - more), more, "");
  }
}
