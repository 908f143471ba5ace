package dev.muster.engine.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.engine.event.ClosedAs;
import dev.muster.engine.event.ConversationEvent.MessageAdded;
import dev.muster.engine.event.LifeEvent.StateChanged;
import dev.muster.engine.event.MoneyEvent.UsageReported;
import dev.muster.engine.event.Recorded;
import dev.muster.engine.event.SessionEvent;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.event.SessionState;
import dev.muster.engine.event.ToolKind;
import dev.muster.engine.event.ToolOutcome;
import dev.muster.engine.event.WorkEvent.ToolFinished;
import dev.muster.engine.event.WorkEvent.ToolStarted;
import dev.muster.engine.store.SearchFound.Group;
import dev.muster.engine.store.SearchFound.Value;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A random history, searched with the index and by reading all of it. */
class SearchRandomTest {
  private static final int SESSIONS = 70;
  private static final List<String> WORDS =
      List.of("order", "orders", "ordinary", "stock", "limit", "timeout", "Größe", "user", "users");
  private static final List<String> PROJECTS = List.of("shop", "shop-web", "billing");
  private static final List<String> FILES = List.of("src/pool.ts", "src/db_pool.ts", "README.md");

  @TempDir Path home;
  Store store;
  final Random random = new Random(11);
  final Instant now = Instant.now();
  final Map<SessionId, List<Recorded>> stories = new LinkedHashMap<>();

  @BeforeEach
  void a_random_history() throws Exception {
    store = StoreFixture.open(DataFolder.at(home));
    for (int n = 0; n < SESSIONS; n++) {
      tell(n);
    }
    store.journal().flush();
    store.search().catchUp();
    for (int n = 0; n < SESSIONS; n++) {
      List<Recorded> story = new ArrayList<>();
      store.journal().replay(id(n), story::add);
      stories.put(id(n), story);
    }
  }

  @AfterEach
  void closed() {
    store.close();
  }

  private static SessionId id(int n) {
    return new SessionId("srandom%04d".formatted(n));
  }

  private void tell(int n) {
    Instant begin = now.minus(Duration.ofHours(random.nextInt(24 * 60)));
    List<Past> events = new ArrayList<>();
    String project = PROJECTS.get(random.nextInt(PROJECTS.size()));
    events.add(new Past(begin, 0, StoreFixture.created("title " + text(2), project)));
    // One session is long enough for its hits to be counted inside the database.
    int many = n == 7 ? 2_500 : 3 + random.nextInt(40);
    for (int e = 1; e < many; e++) {
      begin = begin.plusSeconds(random.nextInt(4_000) / (n == 7 ? 200 : 1));
      if (begin.isAfter(now)) {
        begin = now;
      }
      events.add(new Past(begin, 1, event("c" + e / 2, e)));
    }
    if (random.nextBoolean()) {
      ClosedAs as = ClosedAs.values()[random.nextInt(ClosedAs.values().length)];
      events.add(
          new Past(begin, 1, new StateChanged(SessionState.READY, SessionState.CLOSED, null, as)));
    }
    store.journal().appendPast(id(n), events);
  }

  private SessionEvent event(String call, int number) {
    return switch (random.nextInt(7)) {
      case 0 -> StoreFixture.prompt(text(4));
      case 1 -> new MessageAdded("m", text(6), null);
      case 2 ->
          new ToolStarted(
              call + number,
              random.nextBoolean() ? ToolKind.READ : ToolKind.RUN,
              "tool",
              text(3),
              "{}",
              List.of(FILES.get(random.nextInt(FILES.size()))),
              false,
              null);
      case 3 -> new ToolFinished(call, ToolOutcome.FAILED, 1, 5, text(3), null, null, null);
      case 4 -> new UsageReported("m", 1, 1, 0, 0, random.nextLong(900_000), null, null);
      default -> StoreFixture.printed(text(9));
    };
  }

  private String text(int words) {
    StringBuilder text = new StringBuilder();
    for (int n = 0; n < words; n++) {
      text.append(n == 0 ? "" : " ").append(WORDS.get(random.nextInt(WORDS.size())));
    }
    return text.toString();
  }

  /** What the naive search finds: sessions with their hits. */
  private Map<SessionId, Long> naive(
      Predicate<SessionRow> session, BiPredicate<Recorded, List<String>> hit, boolean words) {
    Map<SessionId, Long> found = new TreeMap<>();
    stories.forEach(
        (id, story) -> {
          if (!session.test(store.journal().session(id).orElseThrow())) {
            return;
          }
          long hits = story.stream().filter(event -> hit.test(event, tokens(event))).count();
          if (hits > 0 || !words) {
            found.put(id, words ? hits : 0);
          }
        });
    return found;
  }

  private static List<String> tokens(Recorded event) {
    return SearchTerms.tokens(SearchText.of(event.event())).stream()
        .map(SearchTerms.Token::word)
        .toList();
  }

  private static List<String> tokens(Recorded event, SearchPlace only) {
    List<String> words = new ArrayList<>();
    SearchText.parts(
        event.event(),
        (place, text) -> {
          if (place == only) {
            SearchTerms.tokens(text).forEach(token -> words.add(token.word()));
          }
        });
    return words;
  }

  private static boolean phrase(List<String> words, String... wanted) {
    for (int n = 0; n + wanted.length <= words.size(); n++) {
      if (words.subList(n, n + wanted.length).equals(List.of(wanted))) {
        return true;
      }
    }
    return false;
  }

  private void same(String text, Map<SessionId, Long> naive) {
    for (boolean exact : new boolean[] {true, false}) {
      SearchAsk ask = SearchAsk.of(text).page(0, 200);
      SearchFound found = store.search().ask(exact ? ask.counted() : ask);
      Map<SessionId, Long> hits = new TreeMap<>();
      found.groups().forEach(group -> hits.put(group.session().row().id(), group.hits()));
      assertThat(found.problems()).as(text).isEmpty();
      assertThat(found.complete()).as(text).isTrue();
      assertThat(hits).as(text).isEqualTo(naive);
      assertThat(found.sessions()).as(text).isEqualTo(naive.size());
      assertThat(found.hits())
          .as(text)
          .isEqualTo(naive.values().stream().mapToLong(Long::longValue).sum());
      assertThat(found.events()).isEqualTo(stories.values().stream().mapToLong(List::size).sum());
    }
  }

  @Test
  void the_index_finds_what_reading_everything_finds() {
    same("order", naive(row -> true, (e, w) -> w.contains("order"), true));
    same(
        "ORDER stock",
        naive(row -> true, (e, w) -> w.contains("order") && w.contains("stock"), true));
    same("\"stock limit\"", naive(row -> true, (e, w) -> phrase(w, "stock", "limit"), true));
    same("ord*", naive(row -> true, (e, w) -> w.stream().anyMatch(x -> x.startsWith("ord")), true));
    same(
        "limit -order*",
        naive(
            row -> true,
            (e, w) -> w.contains("limit") && w.stream().noneMatch(x -> x.startsWith("order")),
            true));
    same(
        "grosse -\"stock limit\" user",
        naive(row -> true, (e, w) -> w.contains("grosse") && w.contains("user"), true));
    same(
        "größe -\"stock limit\" user",
        naive(
            row -> true,
            (e, w) -> w.contains("große") && w.contains("user") && !phrase(w, "stock", "limit"),
            true));
    assertThat(naive(row -> true, (e, w) -> w.contains("große"), true)).isNotEmpty();
  }

  @Test
  void kinds_say_where_the_words_must_stand() {
    for (SearchPlace place : SearchPlace.values()) {
      same(
          "kind:" + place.column() + " order",
          naive(row -> true, (e, w) -> tokens(e, place).contains("order"), true));
    }
    same(
        "-kind:output order",
        naive(
            row -> true,
            (e, w) -> w.contains("order") && !(tokens(e, SearchPlace.OUTPUT).contains("order")),
            true));
    same(
        "kind:prompt,message order",
        naive(
            row -> true,
            (e, w) ->
                tokens(e, SearchPlace.PROMPT).contains("order")
                    || tokens(e, SearchPlace.MESSAGE).contains("order"),
            true));
  }

  @Test
  void filters_choose_sessions_with_words_and_without() {
    Map<String, Predicate<SessionRow>> filters = new LinkedHashMap<>();
    filters.put("project:\"shop name\"", row -> row.projectName().equals("shop name"));
    filters.put("project:shop", row -> row.projectId().equals("shop"));
    filters.put("project:web", row -> row.projectName().contains("web"));
    filters.put("-project:billing", row -> !row.projectId().equals("billing"));
    filters.put("project:billing,shop", row -> !row.projectId().equals("shop-web"));
    filters.put("state:closed", row -> row.state() == SessionState.CLOSED);
    filters.put("result:merged", row -> row.closedAs() == ClosedAs.MERGED);
    filters.put(
        "result:pr,open",
        row -> row.closedAs() == ClosedAs.PULL_REQUEST || row.state() == SessionState.QUEUED);
    filters.put("cost:>1.5", row -> row.costMicros() != null && row.costMicros() > 1_500_000);
    filters.put(
        "cost:0.5..2",
        row ->
            row.costMicros() != null
                && row.costMicros() >= 500_000
                && row.costMicros() <= 2_000_000);
    filters.put("file:POOL.ts", row -> touched(row.id(), "pool.ts"));
    filters.put("file:db_pool", row -> touched(row.id(), "db_pool"));
    filters.put("session:srandom001", row -> row.id().value().startsWith("srandom001"));
    filters.forEach(
        (filter, passes) -> {
          assertThat(naive(passes, (e, w) -> true, false)).as(filter).isNotEmpty();
          same(filter, naive(passes, (e, w) -> true, false));
          same(filter + " order", naive(passes, (e, w) -> w.contains("order"), true));
        });
    filters.forEach(
        (one, passesOne) ->
            filters.forEach(
                (other, passesOther) -> {
                  if (!one.startsWith("project") || !other.startsWith("project")) {
                    if (!one.substring(0, 4).equals(other.substring(0, 4))) {
                      same(
                          one + " stock " + other,
                          naive(passesOne.and(passesOther), (e, w) -> w.contains("stock"), true));
                    }
                  }
                }));
  }

  private boolean touched(SessionId id, String part) {
    return stories.get(id).stream()
        .anyMatch(
            event ->
                event.event() instanceof ToolStarted tool
                    && tool.kind() == ToolKind.READ
                    && tool.paths().stream().anyMatch(path -> path.contains(part)));
  }

  @Test
  void days_cut_sessions_that_lie_on_both_sides() {
    for (int days : new int[] {1, 7, 20, 40}) {
      Instant edge =
          LocalDate.now(ZoneId.systemDefault())
              .minusDays(days)
              .atStartOfDay(ZoneId.systemDefault())
              .toInstant();
      same(
          "after:" + days + "d order",
          naive(row -> true, (e, w) -> w.contains("order") && !e.at().isBefore(edge), true));
      same(
          "before:" + days + "d order",
          naive(row -> true, (e, w) -> w.contains("order") && e.at().isBefore(edge), true));
      same(
          "after:" + days + "d", naive(row -> !row.lastAt().isBefore(edge), (e, w) -> true, false));
    }
  }

  @Test
  void pages_of_every_order_follow_each_other_without_gap_or_double() {
    for (String text : new String[] {"", "order", "stock -order"}) {
      for (SearchAsk.Sort sort : SearchAsk.Sort.values()) {
        List<Group> whole =
            store.search().ask(SearchAsk.of(text).by(sort).page(0, 200).counted()).groups();
        List<Group> paged = new ArrayList<>();
        SearchFound page;
        do {
          page = store.search().ask(SearchAsk.of(text).by(sort).page(paged.size(), 9));
          paged.addAll(page.groups());
        } while (page.more());
        assertThat(paged).as(text + sort).isEqualTo(whole);
        assertThat(paged).isSortedAccordingTo(order(sort));
      }
    }
  }

  private static Comparator<Group> order(SearchAsk.Sort sort) {
    return switch (sort) {
      case NEWEST -> Comparator.comparing((Group g) -> g.session().row().lastAt()).reversed();
      case STARTED -> Comparator.comparing((Group g) -> g.session().row().createdAt()).reversed();
      case COST ->
          Comparator.comparingLong(
                  (Group g) ->
                      g.session().row().costMicros() == null ? -1 : g.session().row().costMicros())
              .reversed();
      case DURATION -> Comparator.comparing((Group g) -> g.session().worked()).reversed();
      case HITS -> Comparator.comparingLong(Group::hits).reversed();
      case RELEVANCE -> (a, b) -> 0;
    };
  }

  @Test
  void a_facet_tells_what_its_choice_would_give() {
    for (String text :
        new String[] {"", "order", "order result:merged", "project:shop", "after:7d stock"}) {
      SearchFound found = store.search().ask(SearchAsk.of(text).counted());
      assertThat(found.facets().projects()).isNotEmpty();
      assertThat(found.facets().results()).isNotEmpty();
      for (Value value : found.facets().projects()) {
        String without = text.replace("project:shop", "").strip();
        assertThat(store.search().ask(SearchAsk.of(without + " " + value.filter())).sessions())
            .as(text + " + " + value.filter())
            .isEqualTo(value.sessions());
      }
      for (Value value : found.facets().results()) {
        String without = text.replace("result:merged", "").strip();
        assertThat(store.search().ask(SearchAsk.of(without + " " + value.filter())).sessions())
            .as(text + " + " + value.filter())
            .isEqualTo(value.sessions());
      }
    }
  }
}
