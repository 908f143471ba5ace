package dev.muster.engine.git;

import dev.muster.engine.git.QuickMerges.Pair;
import dev.muster.engine.git.QuickMerges.Tried;
import dev.muster.engine.git.SessionForecast.Outcome;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Computes one forecast: first each session with the target, then the pairs. */
final class ForecastMaker {
  private final Repository repository;
  private final String target;
  private final ForecastMemory memory;
  private final CommitWriter writer;

  /** One session as far as it is known. */
  private record Seen(Contender who, SessionForecast forecast, Set<String> files, String landed) {}

  ForecastMaker(Repository repository, String target, ForecastMemory memory) {
    this.repository = repository;
    this.target = target;
    this.memory = memory;
    this.writer = new CommitWriter(repository);
  }

  Forecast make(ForecastRequest request) throws GitException {
    var all = request.contenders();
    int kept = Math.min(all.size(), Forecasts.MAX_SESSIONS);
    try (var room = MergeRoom.open(repository, target)) {
      var seen = new ArrayList<Seen>();
      var asked = all.subList(0, kept);
      var tried = memory.merges(room, asked.stream().map(c -> new Pair(target, c.tip())).toList());
      var base = memory.tip(target, "", () -> writer.scratch(repository.treeOf(target), null));
      for (var who : asked) {
        var one = tried.get(new Pair(target, who.tip()));
        if (one != null) {
          seen.add(look(room, request.target(), who, one, base));
        }
      }
      var overlaps = overlaps(room, seen);
      var sessions = seen.stream().map(Seen::forecast).toList();
      int told = Math.min(overlaps.size(), Forecasts.MAX_OVERLAPS);
      return new Forecast(
          request.target(),
          target,
          sessions,
          overlaps.subList(0, told),
          overlaps.size() - told,
          LandingOrder.of(sessions, overlaps),
          all.subList(kept, all.size()).stream().map(Contender::session).toList());
    }
  }

  private Seen look(MergeRoom room, String name, Contender who, Tried tried, String base)
      throws GitException {
    var problem = tried.problem();
    if (problem != null) {
      var forecast =
          new SessionForecast(
              who.session(),
              who.tip(),
              0,
              0,
              Outcome.UNKNOWN,
              List.of(),
              0,
              0,
              "Git cannot tell how it would merge: %s.".formatted(problem));
      return new Seen(who, forecast, Set.of(), "");
    }
    var counts = memory.counts(new Pair(target, who.head()), () -> count(room, who.head()));
    boolean clean = tried.clean();
    var files =
        memory.names(
            clean ? new Pair(target, tried.tree()) : new Pair(target, who.tip()),
            () ->
                clean
                    ? names(room, target, tried.tree())
                    : names(room, mergeBase(room, who.tip()), who.tip()));
    var outcome = !clean ? Outcome.CONFLICTS : files.isEmpty() ? Outcome.NOTHING : Outcome.CLEAN;
    int more = Math.max(0, tried.conflicts().size() - Forecasts.MAX_PATHS);
    var paths = tried.conflicts().subList(0, tried.conflicts().size() - more);
    var forecast =
        new SessionForecast(
            who.session(),
            who.tip(),
            counts.ahead(),
            counts.behind(),
            outcome,
            paths,
            more,
            files.size(),
            sentence(name, counts.behind(), outcome, tried.conflicts()));
    var landed =
        outcome == Outcome.CLEAN
            ? memory.tip(base, tried.tree(), () -> writer.scratch(tried.tree(), base))
            : "";
    return new Seen(who, forecast, files, landed);
  }

  private ForecastMemory.Counts count(MergeRoom room, String head) throws GitException {
    // "behind\tahead"
    var counts =
        room.run("rev-list", "--left-right", "--count", target + "..." + head).text().split("\t");
    return new ForecastMemory.Counts(Integer.parseInt(counts[0]), Integer.parseInt(counts[1]));
  }

  private String mergeBase(MergeRoom room, String tip) throws GitException {
    return room.run("merge-base", target, tip).text();
  }

  private static Set<String> names(MergeRoom room, String from, String to) throws GitException {
    return new LinkedHashSet<>(
        room.run("diff-tree", "-r", "-z", "--no-renames", "--name-only", from, to).fields());
  }

  private static String sentence(String name, int behind, Outcome outcome, List<String> conflicts) {
    var how =
        switch (outcome) {
          case NOTHING -> "%s has all of it".formatted(name);
          case CLEAN -> "Merges cleanly with %s".formatted(name);
          case CONFLICTS ->
              conflicts.size() == 1
                  ? "Conflicts with %s in %s".formatted(name, conflicts.getFirst())
                  : "Conflicts with %s in %,d files, the first is %s"
                      .formatted(name, conflicts.size(), conflicts.getFirst());
          case UNKNOWN -> "Git cannot tell how it would merge with " + name;
        };
    return behind == 0
        ? how + "."
        : "%s; %,d %s behind it.".formatted(how, behind, behind == 1 ? "commit" : "commits");
  }

  private List<Overlap> overlaps(MergeRoom room, List<Seen> seen) throws GitException {
    var touching = new HashMap<Pair, Set<String>>();
    var pairs = new ArrayList<Pair>();
    var who = new ArrayList<List<Seen>>();
    for (int i = 0; i < seen.size(); i++) {
      for (int j = i + 1; j < seen.size(); j++) {
        var a = seen.get(i);
        var b = seen.get(j);
        if (a.files.isEmpty() || b.files.isEmpty()) {
          continue;
        }
        boolean both = !a.landed.isEmpty() && !b.landed.isEmpty();
        var pair = both ? new Pair(a.landed, b.landed) : new Pair(a.who.tip(), b.who.tip());
        var shared = new LinkedHashSet<>(a.files);
        shared.retainAll(b.files);
        pairs.add(pair);
        who.add(List.of(a, b));
        touching.put(pair, shared);
      }
    }
    var found = new ArrayList<Overlap>();
    var tried = memory.merges(room, pairs);
    for (int i = 0; i < pairs.size(); i++) {
      add(found, who.get(i), tried, pairs.get(i), touching);
    }
    found.sort(
        Comparator.comparing(Overlap::kind)
            .thenComparing(o -> -(o.paths().size() + o.morePaths())));
    return found;
  }

  private static void add(
      List<Overlap> found,
      List<Seen> two,
      Map<Pair, Tried> tried,
      Pair pair,
      Map<Pair, Set<String>> touching) {
    var result = tried.get(pair);
    boolean lines = result != null && result.problem() == null && !result.conflicts().isEmpty();
    var paths =
        lines && result != null
            ? result.conflicts()
            : List.copyOf(touching.getOrDefault(pair, Set.of()));
    if (!paths.isEmpty()) {
      int kept = Math.min(paths.size(), Forecasts.MAX_PATHS);
      found.add(
          new Overlap(
              two.getFirst().who.session(),
              two.getLast().who.session(),
              lines ? Overlap.Kind.SAME_LINES : Overlap.Kind.SAME_FILES,
              paths.subList(0, kept),
              paths.size() - kept));
    }
  }
}
