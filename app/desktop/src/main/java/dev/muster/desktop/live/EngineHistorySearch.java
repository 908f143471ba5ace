package dev.muster.desktop.live;

import dev.muster.desktop.live.HistoryEntry.Found;
import dev.muster.desktop.live.HistoryEntry.Mark;
import dev.muster.desktop.live.HistoryPage.Choice;
import dev.muster.desktop.live.HistoryQuery.Facet;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.store.Journal;
import dev.muster.engine.store.Search;
import dev.muster.engine.store.Search.Hit;
import dev.muster.engine.store.Search.Page;
import dev.muster.engine.store.SessionRow;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Finds sessions by their rows and by the full-text index: hits are grouped by session, filters and
 * order are applied to the rows, which are kept until something happens. Any thread; blocks.
 */
final class EngineHistorySearch {
  /** Hits looked at for one query; what has more says so. */
  private static final int MOST_HITS = 1_000;

  private static final int PAGE = 200;
  private static final List<String> TIMES = List.of("today", "7d", "30d", "365d");

  private final Journal journal;
  private final Search search;
  private @Nullable Rows kept;

  private record Rows(long position, List<SessionRow> rows) {}

  private record Hits(Map<SessionId, Found> found, long count, boolean more) {}

  EngineHistorySearch(Journal journal, Search search) {
    this.journal = journal;
    this.search = search;
  }

  /** All sessions; read anew only after something was stored. */
  synchronized List<SessionRow> sessions() {
    long position = journal.position();
    Rows known = kept;
    if (known == null || known.position() != position) {
      known = new Rows(position, journal.sessions());
      kept = known;
    }
    return known.rows();
  }

  HistoryPage find(HistoryQuery query) {
    long begun = System.nanoTime();
    ZoneId zone = ZoneId.systemDefault();
    HistoryWordsParser parsed = new HistoryWordsParser(query.text(), LocalDate.now(zone), zone);
    String words = parsed.words();
    Hits hits = words.isEmpty() ? new Hits(Map.of(), 0, false) : hits(words);
    List<HistoryEntry> matching = new ArrayList<>();
    for (SessionRow row : sessions()) {
      Found found = hits.found().get(row.id());
      if (words.isEmpty() || found != null) {
        HistoryEntry entry = entry(row, found);
        if (parsed.lets(entry)) {
          matching.add(entry);
        }
      }
    }
    Map<Facet, List<Choice>> facets = facets(matching, query);
    List<HistoryEntry> chosen = new ArrayList<>();
    long count = 0;
    for (HistoryEntry entry : matching) {
      if (chosen(entry, query, null)) {
        chosen.add(entry);
        Found found = entry.found();
        count += found == null ? 0 : found.hits();
      }
    }
    chosen.sort(order(query));
    return new HistoryPage(
        chosen.subList(0, Math.min(chosen.size(), query.limit())),
        chosen.size(),
        count,
        hits.more(),
        words,
        facets,
        Duration.ofNanos(System.nanoTime() - begun),
        parsed.problem());
  }

  /** The newest hits, by session; the newest of a session is the one it is opened at. */
  private Hits hits(String words) {
    Map<SessionId, Found> found = new LinkedHashMap<>();
    Long before = null;
    long count = 0;
    do {
      Page page = search.find(new Search.Query(words, null, null, before, PAGE));
      for (Hit hit : page.hits()) {
        found.merge(
            hit.session(),
            new Found(1, hit.seq(), hit.snippet(), marks(hit)),
            (newest, _) ->
                new Found(newest.hits() + 1, newest.seq(), newest.snippet(), newest.marks()));
      }
      count += page.hits().size();
      before = page.next();
    } while (before != null && count < MOST_HITS);
    return new Hits(found, count, before != null);
  }

  private static List<Mark> marks(Hit hit) {
    return hit.marks().stream().map(mark -> new Mark(mark.start(), mark.end())).toList();
  }

  private static HistoryEntry entry(SessionRow row, @Nullable Found found) {
    return new HistoryEntry(
        row.id(),
        row.title(),
        row.projectId(),
        row.projectName(),
        row.repository(),
        row.agentId(),
        row.agentName(),
        row.model(),
        row.scripted(),
        row.state(),
        row.closedAs(),
        row.branch(),
        row.firstPrompt(),
        row.createdAt(),
        row.lastAt(),
        row.turns(),
        row.events(),
        row.tokens(),
        row.costMicros(),
        row.files(),
        row.added(),
        row.removed(),
        found);
  }

  /** Whether it is among what the menus have chosen, but for one of them. */
  private static boolean chosen(HistoryEntry entry, HistoryQuery query, @Nullable Facet but) {
    for (Map.Entry<Facet, String> choice : query.chosen().entrySet()) {
      if (choice.getKey() != but && !is(entry, choice.getKey(), choice.getValue())) {
        return false;
      }
    }
    return true;
  }

  private static boolean is(HistoryEntry entry, Facet facet, String value) {
    return switch (facet) {
      case PROJECT -> entry.projectId().equals(value);
      case AGENT -> entry.agentId().equals(value);
      case RESULT -> HistoryResults.of(entry).equals(value);
      case TIME -> !entry.started().isBefore(since(value));
    };
  }

  private static Instant since(String value) {
    ZoneId zone = ZoneId.systemDefault();
    LocalDate today = LocalDate.now(zone);
    int days = value.equals("today") ? 0 : Integer.parseInt(value.substring(0, value.length() - 1));
    return today.minusDays(days).atStartOfDay(zone).toInstant();
  }

  /** What each menu offers among what all the others let through. */
  private static Map<Facet, List<Choice>> facets(List<HistoryEntry> all, HistoryQuery query) {
    Map<Facet, List<Choice>> facets = new EnumMap<>(Facet.class);
    facets.put(
        Facet.PROJECT,
        choices(all, query, Facet.PROJECT, HistoryEntry::projectId, HistoryEntry::project));
    facets.put(
        Facet.AGENT, choices(all, query, Facet.AGENT, HistoryEntry::agentId, HistoryEntry::agent));
    facets.put(
        Facet.RESULT,
        choices(
            all,
            query,
            Facet.RESULT,
            HistoryResults::of,
            entry -> HistoryResults.words(HistoryResults.of(entry))));
    List<Choice> times = new ArrayList<>();
    for (String time : TIMES) {
      Instant since = since(time);
      int count =
          (int)
              all.stream()
                  .filter(e -> chosen(e, query, Facet.TIME) && !e.started().isBefore(since))
                  .count();
      times.add(new Choice(time, timeName(time), count));
    }
    facets.put(Facet.TIME, times);
    return facets;
  }

  private static String timeName(String time) {
    return switch (time) {
      case "today" -> "Today";
      case "7d" -> "Last 7 days";
      case "30d" -> "Last 30 days";
      default -> "Last year";
    };
  }

  private static List<Choice> choices(
      List<HistoryEntry> all,
      HistoryQuery query,
      Facet facet,
      Function<HistoryEntry, String> value,
      Function<HistoryEntry, String> name) {
    Map<String, Choice> counted = new LinkedHashMap<>();
    for (HistoryEntry entry : all) {
      if (chosen(entry, query, facet)) {
        counted.merge(
            value.apply(entry),
            new Choice(value.apply(entry), name.apply(entry), 1),
            (known, _) -> new Choice(known.value(), known.name(), known.sessions() + 1));
      }
    }
    return counted.values().stream()
        .sorted(Comparator.comparingInt(Choice::sessions).reversed())
        .toList();
  }

  private static Comparator<HistoryEntry> order(HistoryQuery query) {
    Comparator<HistoryEntry> order =
        switch (query.sort()) {
          case SESSION -> Comparator.comparing(e -> e.title().toLowerCase(Locale.ROOT));
          case AGENT -> Comparator.comparing(e -> e.agent().toLowerCase(Locale.ROOT));
          case STARTED -> Comparator.comparing(HistoryEntry::started);
          case TOOK -> Comparator.comparing(HistoryEntry::took);
          case COST -> Comparator.comparingLong(e -> e.costMicros() == null ? -1 : e.costMicros());
          case CHANGES -> Comparator.comparingInt(e -> e.added() + e.removed());
          case RESULT -> Comparator.comparing(HistoryResults::of);
        };
    Comparator<HistoryEntry> wanted = query.ascending() ? order : order.reversed();
    return wanted.thenComparing(Comparator.comparing(HistoryEntry::started).reversed());
  }
}
