package dev.muster.engine.store;

import dev.muster.engine.store.SearchFacts.Known;
import dev.muster.engine.store.SearchFound.Facets;
import dev.muster.engine.store.SearchFound.Value;
import dev.muster.engine.store.SearchLanguage.Condition;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/** Counts how sessions divide by project, agent, result and time. */
final class SearchFacets {
  private static final Set<SearchFilter> TIME = Set.of(SearchFilter.AFTER, SearchFilter.BEFORE);
  private static final Set<SearchFilter> RESULT = Set.of(SearchFilter.RESULT, SearchFilter.STATE);

  /** All filters that have a facet: of a session that fails elsewhere, no facet tells. */
  static final Set<SearchFilter> ALL =
      Set.of(
          SearchFilter.PROJECT,
          SearchFilter.AGENT,
          SearchFilter.RESULT,
          SearchFilter.STATE,
          SearchFilter.AFTER,
          SearchFilter.BEFORE);

  private final SearchConditions conditions;
  private final List<Condition> typed;

  SearchFacets(SearchConditions conditions, List<Condition> typed) {
    this.conditions = conditions;
    this.typed = typed;
  }

  /** Counts those that have the words, whatever the filters say. */
  Facets of(Collection<Known> sessions, LocalDate today, ZoneId zone) {
    return new Facets(
        named(sessions, SearchFilter.PROJECT, row -> row.projectName()),
        named(sessions, SearchFilter.AGENT, row -> row.agentName()),
        results(sessions),
        times(sessions, today, zone));
  }

  private List<Value> named(
      Collection<Known> sessions, SearchFilter filter, Function<SessionRow, String> name) {
    Map<String, Integer> counts = new TreeMap<>();
    for (Known one : sessions) {
      if (conditions.passes(one, Set.of(filter))) {
        counts.merge(name.apply(one.facts().row()), 1, Integer::sum);
      }
    }
    counts.remove("");
    List<Value> values = new ArrayList<>();
    counts.forEach(
        (label, many) ->
            values.add(new Value(text(filter, label), label, many, chosen(filter, label))));
    values.sort(Comparator.comparingInt(Value::sessions).reversed().thenComparing(Value::label));
    return List.copyOf(values);
  }

  private List<Value> results(Collection<Known> sessions) {
    int[] counts = new int[SessionResult.values().length];
    for (Known one : sessions) {
      if (conditions.passes(one, RESULT)) {
        counts[one.facts().result().ordinal()]++;
      }
    }
    List<Value> values = new ArrayList<>();
    for (SessionResult result : SessionResult.values()) {
      if (counts[result.ordinal()] > 0) {
        values.add(
            new Value(
                text(SearchFilter.RESULT, result.word()),
                result.label(),
                counts[result.ordinal()],
                chosen(SearchFilter.RESULT, result.word())));
      }
    }
    return List.copyOf(values);
  }

  private List<Value> times(Collection<Known> sessions, LocalDate today, ZoneId zone) {
    List<Value> values = new ArrayList<>();
    time(sessions, today, zone, "today", "today", values);
    time(sessions, today, zone, "7d", "last 7 days", values);
    time(sessions, today, zone, "30d", "last 30 days", values);
    Instant edge = SearchValues.start(today.minusDays(30), zone);
    int older = 0;
    for (Known one : sessions) {
      if (conditions.passes(one, TIME) && one.facts().row().lastAt().isBefore(edge)) {
        older++;
      }
    }
    if (older > 0) {
      values.add(new Value("before:30d", "older", older, chosen(SearchFilter.BEFORE, "30d")));
    }
    return List.copyOf(values);
  }

  private void time(
      Collection<Known> sessions,
      LocalDate today,
      ZoneId zone,
      String word,
      String label,
      List<Value> values) {
    LocalDate day = SearchValues.day(word, today);
    Instant from = SearchValues.start(day == null ? today : day, zone);
    int many = 0;
    for (Known one : sessions) {
      if (conditions.passes(one, TIME) && !one.facts().row().lastAt().isBefore(from)) {
        many++;
      }
    }
    if (many > 0) {
      values.add(new Value("after:" + word, label, many, chosen(SearchFilter.AFTER, word)));
    }
  }

  /** A filter as it is typed; quoted where it has to be. */
  static String text(SearchFilter filter, String value) {
    boolean plain = value.chars().noneMatch(c -> c == '"' || c == ',' || Character.isWhitespace(c));
    return filter.word() + ":" + (plain ? value : '"' + value.replace("\"", "") + '"');
  }

  private boolean chosen(SearchFilter filter, String value) {
    return typed.stream()
        .anyMatch(
            condition ->
                condition.filter() == filter
                    && !condition.not()
                    && condition.values().stream().anyMatch(value::equalsIgnoreCase));
  }
}
