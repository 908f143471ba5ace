package dev.muster.engine.store;

import dev.muster.engine.store.SearchFacts.Known;
import dev.muster.engine.store.SearchLanguage.Condition;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which sessions the filters of a search let through. Positive filters of one name are
 * alternatives, different names and all negative ones must hold together.
 */
final class SearchConditions {
  private final Map<SearchFilter, List<Predicate<Known>>> any = new EnumMap<>(SearchFilter.class);
  private final Map<SearchFilter, List<Predicate<Known>>> none = new EnumMap<>(SearchFilter.class);
  private final List<SearchFound.Problem> problems = new ArrayList<>();
  private final Connection connection;
  private final Collection<Known> sessions;
  private final LocalDate today;
  private final ZoneId zone;
  private final boolean words;
  private Instant after = Instant.MIN;
  private Instant before = Instant.MAX;

  private SearchConditions(
      Connection connection,
      Collection<Known> sessions,
      LocalDate today,
      ZoneId zone,
      boolean words) {
    this.connection = connection;
    this.sessions = sessions;
    this.today = today;
    this.zone = zone;
    this.words = words;
  }

  /** Prepares the conditions of a search; reads what files stand for. */
  static SearchConditions of(
      SearchLanguage language,
      Connection connection,
      Collection<Known> sessions,
      LocalDate today,
      ZoneId zone)
      throws SQLException {
    SearchConditions all =
        new SearchConditions(
            connection, sessions, today, zone, !language.terms().terms().isEmpty());
    for (Condition condition : language.conditions()) {
      for (String value : condition.values()) {
        (condition.not() ? all.none : all.any)
            .computeIfAbsent(condition.filter(), filter -> new ArrayList<>())
            .add(all.test(condition, value));
      }
    }
    return all;
  }

  /** Names that no session has. */
  List<SearchFound.Problem> problems() {
    return problems;
  }

  /** Hits before this instant do not count. */
  Instant after() {
    return after;
  }

  /** Hits from this instant on do not count. */
  Instant before() {
    return before;
  }

  /** Whether a session passes all. */
  boolean passes(Known session) {
    return passes(session, Set.of());
  }

  /** Whether it passes all but the positive ones of these filters. */
  boolean passes(Known session, Set<SearchFilter> but) {
    if (!any.containsKey(SearchFilter.SHELF) && away(session)) {
      return false;
    }
    for (var one : any.entrySet()) {
      if (!but.contains(one.getKey()) && one.getValue().stream().noneMatch(t -> t.test(session))) {
        return false;
      }
    }
    for (List<Predicate<Known>> tests : none.values()) {
      if (tests.stream().anyMatch(test -> test.test(session))) {
        return false;
      }
    }
    return true;
  }

  private static boolean away(Known session) {
    return switch (session.facts().row().shelf()) {
      case ACTIVE, ARCHIVED -> false;
      case TRASHED, PRUNED -> true;
    };
  }

  private Predicate<Known> test(Condition condition, String value) throws SQLException {
    return switch (condition.filter()) {
      case AGENT -> named(condition, value, row -> row.agentName(), row -> row.agentId());
      case PROJECT -> named(condition, value, row -> row.projectName(), row -> row.projectId());
      case FILE -> touched(value);
      case STATE -> {
        String name = value.toUpperCase(Locale.ROOT).replace('-', '_');
        yield one -> one.facts().row().state().name().equals(name);
      }
      case RESULT -> {
        String name = value.toLowerCase(Locale.ROOT);
        yield one -> one.facts().result().word().equals(name);
      }
      case BRANCH -> one -> has(one.facts().row().branch(), value);
      case MODEL -> one -> has(one.facts().model(), value);
      case KIND -> words ? one -> !condition.not() : one -> count(one.facts(), value) > 0;
      case AFTER -> {
        Instant from = day(value);
        if (!condition.not()) {
          after = after.isAfter(from) ? after : from;
        }
        yield one -> !one.facts().row().lastAt().isBefore(from);
      }
      case BEFORE -> {
        Instant to = day(value);
        if (!condition.not()) {
          before = before.isBefore(to) ? before : to;
        }
        yield one -> one.facts().row().createdAt().isBefore(to);
      }
      case COST -> {
        SearchValues.Amount amount = SearchValues.amount(value);
        yield one -> amount != null && amount.has(one.facts().row().costMicros());
      }
      case SHELF -> {
        String name = value.toUpperCase(Locale.ROOT);
        yield one -> one.facts().row().shelf().name().equals(name);
      }
      case SESSION -> one -> one.facts().row().id().value().startsWith(value);
    };
  }

  private Instant day(String value) {
    LocalDate day = SearchValues.day(value, today);
    return SearchValues.start(day == null ? LocalDate.EPOCH : day, zone);
  }

  private Predicate<Known> named(
      Condition condition,
      String value,
      Function<SessionRow, String> name,
      Function<SessionRow, String> id) {
    boolean exact = false;
    boolean some = false;
    Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    for (Known one : sessions) {
      SessionRow row = one.facts().row();
      names.add(name.apply(row));
      exact |= name.apply(row).equalsIgnoreCase(value) || id.apply(row).equalsIgnoreCase(value);
      some |= has(name.apply(row), value);
    }
    if (!exact && !some) {
      names.remove("");
      problems.add(
          new SearchFound.Problem(
              condition.start(),
              condition.end(),
              SearchSentences.nobody(condition.filter(), value, names)));
    }
    if (exact) {
      return one ->
          name.apply(one.facts().row()).equalsIgnoreCase(value)
              || id.apply(one.facts().row()).equalsIgnoreCase(value);
    }
    return one -> has(name.apply(one.facts().row()), value);
  }

  private static boolean has(@Nullable String text, String part) {
    return text != null && text.toLowerCase(Locale.ROOT).contains(part.toLowerCase(Locale.ROOT));
  }

  private static int count(SessionFacts facts, String kind) {
    return switch (SearchPlace.valueOf(kind.toUpperCase(Locale.ROOT))) {
      case PROMPT -> facts.prompts();
      case MESSAGE -> facts.messages();
      case COMMAND -> facts.commands();
      case OUTPUT -> facts.outputs();
      case ERROR -> facts.errors();
      case FILE -> facts.edits() + facts.row().files();
      // Each has a title.
      case NOTE -> 1;
    };
  }

  private Predicate<Known> touched(String part) throws SQLException {
    Set<Long> those = new HashSet<>();
    try (PreparedStatement query =
        connection.prepareStatement(
            "select distinct no from ix.touched where path like ? escape '\\'")) {
      String literal = part.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
      query.setString(1, "%" + literal.replace("*", "%") + "%");
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          those.add(row.getLong(1));
        }
      }
    }
    return one -> those.contains(one.no());
  }
}
