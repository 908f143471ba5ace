package dev.muster.desktop.live;

import dev.muster.desktop.live.HistoryEntry.Found;
import dev.muster.desktop.live.HistoryEntry.Mark;
import dev.muster.desktop.live.HistoryPage.Choice;
import dev.muster.desktop.live.HistoryQuery.Facet;
import dev.muster.desktop.live.HistoryQuery.Sort;
import dev.muster.engine.store.Search;
import dev.muster.engine.store.Search.Hit;
import dev.muster.engine.store.SearchAsk;
import dev.muster.engine.store.SearchFound;
import dev.muster.engine.store.SearchFound.Facets;
import dev.muster.engine.store.SearchFound.Group;
import dev.muster.engine.store.SearchFound.Problem;
import dev.muster.engine.store.SearchFound.Value;
import dev.muster.engine.store.SessionFacts;
import dev.muster.engine.store.SessionRow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;

/**
 * Puts what the window asks of the history to the store, and its answers into the window's words.
 * The store orders by time, cost and length; what it has no order for is ordered here, among the
 * newest {@value #MOST} sessions unless more are wanted.
 */
final class EngineHistorySearch {
  private static final int PAGE = 200;
  private static final int MOST = 2_000;

  private final Search search;

  EngineHistorySearch(Search search) {
    this.search = search;
  }

  /** Finds sessions; cancelling the answer stops the search. */
  CompletableFuture<HistoryPage> find(HistoryQuery query) {
    CompletableFuture<HistoryPage> answer = new CompletableFuture<>();
    ask(query, new ArrayList<>(), Duration.ZERO, answer);
    return answer;
  }

  /** What the menus chose stands as filters behind what was typed. */
  private static String text(HistoryQuery query) {
    return String.join(" ", query.text(), String.join(" ", query.chosen().values())).strip();
  }

  private void ask(
      HistoryQuery query,
      List<HistoryEntry> before,
      Duration took,
      CompletableFuture<HistoryPage> answer) {
    boolean ours = ours(query);
    int wanted = ours ? Math.max(MOST, query.limit()) : query.limit();
    SearchAsk ask =
        new SearchAsk(
            text(query),
            sort(query.sort()),
            before.size(),
            Math.min(PAGE, wanted - before.size()),
            1,
            false,
            query.chosen().isEmpty());
    CompletableFuture<SearchFound> asked = search.asking(ask);
    var ignored =
        answer.whenComplete(
            (_, _) -> {
              if (answer.isCancelled()) {
                asked.cancel(true);
              }
            });
    var also =
        asked.whenComplete(
            (found, failed) -> {
              if (failed != null) {
                answer.completeExceptionally(told(failed));
                return;
              }
              found.groups().forEach(group -> before.add(entry(group)));
              Duration all = took.plus(found.took());
              if (found.more() && !found.groups().isEmpty() && before.size() < wanted) {
                ask(query, before, all, answer);
              } else {
                answer.complete(page(query, before, found, all));
              }
            });
  }

  /** A search that was stopped although its answer is waited for has failed like any other. */
  private static Throwable told(Throwable failed) {
    return failed instanceof CancellationException
        ? new IllegalStateException("The search was stopped. Type on, and it begins again.", failed)
        : failed;
  }

  /** Whether the store has no such order. */
  private static boolean ours(HistoryQuery query) {
    return query.ascending()
        || switch (query.sort()) {
          case STARTED, TOOK, COST -> false;
          case SESSION, AGENT, CHANGES, RESULT -> true;
        };
  }

  private static SearchAsk.Sort sort(Sort sort) {
    return switch (sort) {
      case TOOK -> SearchAsk.Sort.DURATION;
      case COST -> SearchAsk.Sort.COST;
      case STARTED, SESSION, AGENT, CHANGES, RESULT -> SearchAsk.Sort.STARTED;
    };
  }

  private static HistoryPage page(
      HistoryQuery query, List<HistoryEntry> entries, SearchFound found, Duration took) {
    if (ours(query)) {
      entries.sort(order(query));
    }
    List<HistoryEntry> shown = entries.subList(0, Math.min(entries.size(), query.limit()));
    return new HistoryPage(
        shown,
        found.sessions(),
        found.hits(),
        !found.complete(),
        found.hits() > 0 ? words(query.text()) : "",
        found.events(),
        facets(found.facets()),
        took,
        found.problems().stream().map(Problem::sentence).findFirst().orElse(null));
  }

  /** The words to be marked where they stand: what is no filter and not unwanted. */
  private static String words(String text) {
    StringBuilder words = new StringBuilder();
    for (String word : text.replace('"', ' ').replace('*', ' ').split("\\s+", -1)) {
      if (!word.isEmpty() && !word.startsWith("-") && !word.matches("[a-z]+:.*")) {
        words.append(words.isEmpty() ? "" : " ").append(word);
      }
    }
    return words.toString();
  }

  private static Map<Facet, List<Choice>> facets(Facets facets) {
    return Map.of(
        Facet.PROJECT, choices(facets.projects()),
        Facet.AGENT, choices(facets.agents()),
        Facet.RESULT, choices(facets.results()),
        Facet.TIME, choices(facets.times()));
  }

  private static List<Choice> choices(List<Value> values) {
    return values.stream()
        .map(value -> new Choice(value.filter(), value.label(), value.sessions()))
        .toList();
  }

  private static HistoryEntry entry(Group group) {
    SessionFacts facts = group.session();
    SessionRow row = facts.row();
    Hit best = group.best().isEmpty() ? null : group.best().getFirst();
    return new HistoryEntry(
        row.id(),
        row.title(),
        row.projectId(),
        row.projectName(),
        row.repository(),
        row.agentId(),
        row.agentName(),
        facts.model(),
        row.scripted(),
        row.state(),
        row.closedAs(),
        row.shelf(),
        row.branch(),
        facts.outcome(),
        row.firstPrompt(),
        row.createdAt(),
        row.lastAt(),
        facts.worked(),
        row.turns(),
        row.events(),
        row.tokens(),
        row.costMicros(),
        row.files(),
        row.added(),
        row.removed(),
        facts.claims(),
        facts.confirmed(),
        facts.contradicted(),
        best == null
            ? null
            : new Found(
                group.hits(),
                best.seq(),
                best.snippet(),
                best.marks().stream().map(mark -> new Mark(mark.start(), mark.end())).toList()));
  }

  private static Comparator<HistoryEntry> order(HistoryQuery query) {
    Comparator<HistoryEntry> order =
        switch (query.sort()) {
          case SESSION -> Comparator.comparing(e -> e.title().toLowerCase(Locale.ROOT));
          case AGENT -> Comparator.comparing(e -> e.agent().toLowerCase(Locale.ROOT));
          case STARTED -> Comparator.comparing(HistoryEntry::started);
          case TOOK -> Comparator.comparing(HistoryEntry::worked);
          case COST -> Comparator.comparingLong(e -> e.costMicros() == null ? -1 : e.costMicros());
          case CHANGES -> Comparator.comparingInt(e -> e.added() + e.removed());
          case RESULT -> Comparator.comparing(HistoryResults::of);
        };
    Comparator<HistoryEntry> wanted = query.ascending() ? order : order.reversed();
    return wanted.thenComparing(Comparator.comparing(HistoryEntry::started).reversed());
  }
}
