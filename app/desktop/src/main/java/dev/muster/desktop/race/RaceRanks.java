package dev.muster.desktop.race;

import dev.muster.engine.event.SessionState;
import dev.muster.engine.session.SessionSnapshot;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What sets one session of a race apart from the others, as facts and no judgement: only sessions
 * whose turn is over and that changed something count, and only where there is a difference.
 */
final class RaceRanks {
  private final List<Racer> racers;

  RaceRanks(List<Racer> racers) {
    this.racers = List.copyOf(racers);
  }

  private List<Racer> done() {
    return racers.stream()
        .filter(
            racer ->
                racer.now().state() == SessionState.READY
                    && !racer.now().changes().files().isEmpty())
        .toList();
  }

  /** In a few words each, what one has less of than every other. */
  List<String> of(Racer racer) {
    List<String> words = new ArrayList<>();
    if (least(racer, RaceRanks::lines)) {
      words.add("smallest diff");
    }
    if (least(racer, one -> one.factsProperty().get().workMillis())) {
      words.add("quickest");
    }
    if (least(racer, RaceRanks::cost)) {
      words.add("cheapest");
    }
    return words;
  }

  private boolean least(Racer racer, Function<Racer, @Nullable Long> of) {
    List<Racer> all = done();
    Long mine = of.apply(racer);
    if (all.size() < 2 || !all.contains(racer) || mine == null) {
      return false;
    }
    List<Long> others =
        all.stream().filter(one -> one != racer).map(of).filter(Objects::nonNull).toList();
    OptionalLong best = others.stream().mapToLong(Long::longValue).min();
    return others.size() == all.size() - 1 && best.isPresent() && mine < best.getAsLong();
  }

  private static Long lines(Racer racer) {
    return (long) racer.now().changes().added() + racer.now().changes().removed();
  }

  private static @Nullable Long cost(Racer racer) {
    SessionSnapshot s = racer.now();
    return s.scripted() || !s.totals().costKnown() ? null : s.totals().costMicros();
  }

  /** The files that it alone changed; empty when it is alone. */
  Set<String> onlyIn(Racer racer) {
    if (racers.size() < 2) {
      return Set.of();
    }
    Set<String> others = new HashSet<>();
    racers.stream().filter(one -> one != racer).forEach(one -> others.addAll(files(one)));
    return files(racer).stream().filter(file -> !others.contains(file)).collect(Collectors.toSet());
  }

  private static Set<String> files(Racer racer) {
    return racer.now().changes().files().stream()
        .map(file -> file.path())
        .collect(Collectors.toSet());
  }
}
