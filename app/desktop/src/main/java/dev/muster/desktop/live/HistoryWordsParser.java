package dev.muster.desktop.live;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What was typed into the history's search field, taken apart: words to look for, and filters. What
 * cannot be a filter is told, and looked for as a word.
 */
final class HistoryWordsParser {
  /** What can stand before a colon. */
  static final List<HistoryFilter> FILTERS =
      List.of(
          new HistoryFilter("agent", "which agent worked", List.of()),
          new HistoryFilter("project", "in which repository", List.of()),
          new HistoryFilter("file", "a file it read or changed", List.of()),
          new HistoryFilter(
              "state",
              "how it stands or ended",
              List.of(
                  "merged",
                  "pr",
                  "dropped",
                  "kept",
                  "imported",
                  "ready",
                  "working",
                  "stopped",
                  "failed",
                  "lost")),
          new HistoryFilter("after", "began on this day or later", List.of("today", "7d", "30d")),
          new HistoryFilter("before", "began before this day", List.of("today", "7d", "30d")));

  private static final Pattern PART =
      Pattern.compile("(?:([a-z]+):(?:\"([^\"]*)\"?|(\\S*)))|(?:\"[^\"]*\"?\\*?)|\\S+");
  private static final Pattern DAYS = Pattern.compile("(\\d{1,4})d");

  private final List<Predicate<HistoryEntry>> filters = new ArrayList<>();
  private final StringBuilder words = new StringBuilder();
  private final LocalDate today;
  private final ZoneId zone;
  private @Nullable String problem;

  HistoryWordsParser(String text, LocalDate today, ZoneId zone) {
    this.today = today;
    this.zone = zone;
    Matcher part = PART.matcher(text);
    while (part.find()) {
      String name = part.group(1);
      String value = part.group(2) != null ? part.group(2) : part.group(3);
      if (name == null || value == null || !filter(name, value)) {
        word(part.group());
      }
    }
  }

  /** What is looked for in the texts; empty for nothing. */
  String words() {
    return words.toString();
  }

  /** Whether a session passes all filters. */
  boolean lets(HistoryEntry entry) {
    return filters.stream().allMatch(filter -> filter.test(entry));
  }

  /** What could not be understood; null when all was. */
  @Nullable String problem() {
    return problem;
  }

  private void word(String word) {
    words.append(words.isEmpty() ? "" : " ").append(word);
  }

  /** False when it is none, and meant as a word. */
  private boolean filter(String name, String value) {
    if (FILTERS.stream().noneMatch(known -> known.name().equals(name))) {
      return false;
    }
    if (value.isBlank()) {
      return true; // Still being typed.
    }
    String wanted = value.toLowerCase(Locale.ROOT);
    switch (name) {
      case "agent" -> filters.add(e -> has(e.agent(), wanted) || has(e.agentId(), wanted));
      case "project" -> filters.add(e -> has(e.project(), wanted));
      case "file" -> word('"' + value.replace("\"", "") + '"');
      case "state" -> state(wanted);
      case "after" -> {
        Instant from = day(wanted);
        filters.add(e -> from == null || !e.started().isBefore(from));
      }
      default -> {
        Instant until = day(wanted);
        filters.add(e -> until == null || e.started().isBefore(until));
      }
    }
    return true;
  }

  private void state(String wanted) {
    if (!HistoryResults.isResult(wanted)) {
      problem = "There is no state “" + wanted + "”. Known are: " + HistoryResults.known() + ".";
      return;
    }
    filters.add(e -> HistoryResults.of(e).equals(wanted));
  }

  /** The beginning of a day; null with a problem when it is none. */
  private @Nullable Instant day(String value) {
    Matcher days = DAYS.matcher(value);
    if (value.equals("today")) {
      return today.atStartOfDay(zone).toInstant();
    }
    if (value.equals("yesterday")) {
      return today.minusDays(1).atStartOfDay(zone).toInstant();
    }
    if (days.matches()) {
      return today.minusDays(Integer.parseInt(days.group(1))).atStartOfDay(zone).toInstant();
    }
    try {
      return LocalDate.parse(value).atStartOfDay(zone).toInstant();
    } catch (DateTimeParseException bad) {
      problem = "“" + value + "” is no day. Write it as 2026-11-21, or as today, yesterday or 7d.";
      return null;
    }
  }

  private static boolean has(String text, String part) {
    return text.toLowerCase(Locale.ROOT).contains(part);
  }
}
