package dev.muster.engine.store;

import dev.muster.engine.event.EventJson;
import dev.muster.engine.store.SearchAsk.Sort;
import dev.muster.engine.store.SearchFacts.Known;
import dev.muster.engine.store.SearchFound.Group;
import dev.muster.engine.store.SearchFound.Problem;
import dev.muster.engine.store.SearchTerms.Term;
import dev.muster.engine.store.SearchWalk.Tally;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One search for sessions, from what was typed to the page. Used by the searching thread. */
final class SearchRun {
  /** How long hits are gone through before the page is made of what there is. */
  private static final long WALK_NANOS = 6_000_000;

  /** How long single sessions are looked into after that. */
  private static final long LOOK_NANOS = 6_000_000;

  /** So few sessions are looked into one by one instead of going through all hits. */
  private static final int FEW = 40;

  private static final int HITS_LOOKED_AT = 3;
  private static final int COUNTED_AT_ONCE = 200;

  private final Connection connection;
  private final SearchAsk ask;
  private final SearchLanguage language;
  private final Map<Long, Known> sessions;
  private final EventJson json;
  private final LocalDate today;
  private final ZoneId zone;
  private final long began = System.nanoTime();
  private final SearchConditions conditions;

  /**
   * @param sessions those that may be found at all
   */
  SearchRun(
      Connection connection,
      SearchAsk ask,
      Map<Long, Known> sessions,
      EventJson json,
      LocalDate today,
      ZoneId zone)
      throws SQLException {
    this.connection = connection;
    this.ask = ask;
    this.language = SearchLanguage.parse(ask.text(), ask.typing());
    this.sessions = sessions;
    this.json = json;
    this.today = today;
    this.zone = zone;
    this.conditions = SearchConditions.of(language, connection, sessions.values(), today, zone);
  }

  SearchFound found(SearchThread.Stop stop) throws SQLException {
    if (!language.terms().terms().isEmpty()) {
      int kept = Math.max(HITS_LOOKED_AT, ask.hitsEach());
      boolean all = ask.exact() || ask.skip() > 0 || ask.sort() == Sort.HITS;
      Map<Term, List<String>> instead =
          all ? Map.of() : CommonWords.instead(connection, language.terms());
      try (SearchWalk walk =
          new SearchWalk(
              connection,
              language.terms().expression(language.places(), instead),
              SearchBounds.of(connection, sessions.values(), conditions),
              kept,
              stop)) {
        boolean complete = walk(walk, all) && instead.isEmpty();
        return page(walk, complete);
      }
    }
    // With nothing but "-word" there is nothing to look for.
    boolean nothing = !language.terms().without().isEmpty();
    return page(null, true, nothing ? List.of() : List.copyOf(sessions.values()));
  }

  private boolean walk(SearchWalk walk, boolean all) throws SQLException {
    List<Long> wanted = new ArrayList<>();
    for (Known one : sessions.values()) {
      if (conditions.passes(one, SearchFacets.ALL)) {
        wanted.add(one.no());
      }
    }
    if (wanted.size() <= FEW && !language.terms().anyPrefix()) {
      for (Long no : wanted) {
        walk.one(no, 0);
      }
      return true;
    }
    walk.all(all ? 0 : WALK_NANOS);
    return walk.lowest() == 0;
  }

  private SearchFound page(SearchWalk walk, boolean complete) throws SQLException {
    if (walk.lowest() > 0 && !complete && walk.cheap()) {
      look(walk);
    }
    List<Known> having = new ArrayList<>();
    for (Long no : walk.found().keySet()) {
      Known session = sessions.get(no);
      if (session != null) {
        having.add(session);
      }
    }
    return page(walk, complete, having);
  }

  /** Looks into sessions in the order of the page, until it is full. */
  private void look(SearchWalk walk) throws SQLException {
    long until = System.nanoTime() + LOOK_NANOS;
    int have = 0;
    for (Known one : sorted(passing(sessions.values()), walk)) {
      boolean known = one.no() >= walk.lowest();
      if (known ? walk.found().containsKey(one.no()) : walk.one(one.no(), COUNTED_AT_ONCE)) {
        have++;
      }
      if (have > ask.limit() || System.nanoTime() > until) {
        return;
      }
    }
  }

  private List<Known> passing(Iterable<Known> among) {
    List<Known> passing = new ArrayList<>();
    for (Known one : among) {
      if (conditions.passes(one)) {
        passing.add(one);
      }
    }
    return passing;
  }

  private SearchFound page(@Nullable SearchWalk walk, boolean complete, List<Known> having)
      throws SQLException {
    List<Known> passing = passing(having);
    long total = 0;
    boolean counted = complete;
    for (Known one : passing) {
      Tally tally = walk == null ? null : walk.found().get(one.no());
      total += tally == null ? 0 : tally.hits();
      counted &= tally == null || tally.all();
    }
    List<Known> order = sorted(passing, walk);
    int from = Math.min(ask.skip(), order.size());
    int to = Math.min(from + ask.limit(), order.size());
    List<Group> groups = new ArrayList<>();
    try (SearchHits hits = new SearchHits(connection, json, language.terms())) {
      for (Known one : order.subList(from, to)) {
        Tally tally = walk == null ? null : walk.found().get(one.no());
        groups.add(
            tally == null
                ? new Group(one.facts(), 0, true, List.of())
                : new Group(
                    one.facts(), tally.hits(), tally.all(), hits.best(one, tally, ask.hitsEach())));
      }
    }
    List<Problem> problems = new ArrayList<>(language.problems());
    problems.addAll(conditions.problems());
    return new SearchFound(
        List.copyOf(groups),
        passing.size(),
        total,
        counted,
        !complete || to < order.size(),
        new SearchFacets(conditions, language.conditions()).of(having, today, zone),
        List.copyOf(problems),
        SearchFacts.events(sessions.values()),
        Duration.ofNanos(System.nanoTime() - began));
  }

  private List<Known> sorted(List<Known> those, @Nullable SearchWalk walk) {
    Comparator<Known> newest =
        Comparator.comparing((Known one) -> one.facts().row().lastAt())
            .reversed()
            .thenComparing(one -> one.facts().row().id());
    Comparator<Known> order =
        switch (ask.sort()) {
          case NEWEST -> newest;
          case STARTED ->
              Comparator.comparing((Known one) -> one.facts().row().createdAt())
                  .reversed()
                  .thenComparing(newest);
          case COST -> Comparator.comparingLong(SearchRun::cost).reversed().thenComparing(newest);
          case DURATION ->
              Comparator.comparing((Known one) -> one.facts().worked())
                  .reversed()
                  .thenComparing(newest);
          case HITS ->
              Comparator.comparingLong((Known one) -> hits(one, walk))
                  .reversed()
                  .thenComparing(newest);
          case RELEVANCE -> {
            Map<Long, Double> scores = new HashMap<>();
            for (Known one : those) {
              scores.put(one.no(), score(one, walk));
            }
            yield Comparator.comparingDouble((Known one) -> scores.getOrDefault(one.no(), 0.0))
                .reversed()
                .thenComparing(newest);
          }
        };
    List<Known> list = new ArrayList<>(those);
    list.sort(order);
    return list;
  }

  private static long cost(Known one) {
    Long cost = one.facts().row().costMicros();
    return cost == null ? -1 : cost;
  }

  private static long hits(Known one, @Nullable SearchWalk walk) {
    Tally tally = walk == null ? null : walk.found().get(one.no());
    return tally == null ? 0 : tally.hits();
  }

  /** The part of the words that its title or first prompt has counts most. */
  private double score(Known one, @Nullable SearchWalk walk) {
    SessionRow row = one.facts().row();
    double named = Snippet.share(row.title() + "\n" + row.firstPrompt(), language.terms());
    long hits = hits(one, walk);
    return 4 * named + Math.log1p(hits) / Math.log(16.0 + row.events());
  }
}
