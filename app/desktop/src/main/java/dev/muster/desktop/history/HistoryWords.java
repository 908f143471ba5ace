package dev.muster.desktop.history;

import dev.muster.desktop.control.Tone;
import dev.muster.desktop.live.HistoryEntry;
import dev.muster.desktop.live.HistoryPage;
import dev.muster.desktop.live.HistoryQuery.Sort;
import dev.muster.desktop.live.HistoryResults;
import dev.muster.desktop.live.HistorySource.Totals;
import dev.muster.desktop.live.Words;
import dev.muster.engine.event.Shelf;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** How the history says its times, numbers and results. */
final class HistoryWords {
  private static final DateTimeFormatter HOUR = pattern("HH:mm");
  private static final DateTimeFormatter WEEKDAY = pattern("EEE HH:mm");
  private static final DateTimeFormatter DAY = pattern("d MMM");
  private static final DateTimeFormatter DATE = pattern("d MMM yyyy");
  private static final DateTimeFormatter WHOLE = pattern("EEEE, d MMMM yyyy, HH:mm:ss");

  private HistoryWords() {}

  private static DateTimeFormatter pattern(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH);
  }

  /** As short as it goes: {@code today 11:20}, {@code Tue 16:02}, {@code 12 Nov}. */
  static String started(Instant at, Instant now, ZoneId zone) {
    LocalDate day = LocalDate.ofInstant(at, zone);
    LocalDate today = LocalDate.ofInstant(now, zone);
    if (day.equals(today)) {
      return "today " + HOUR.format(at.atZone(zone));
    }
    if (day.isBefore(today) && day.isAfter(today.minusDays(7))) {
      return WEEKDAY.format(at.atZone(zone));
    }
    return (day.getYear() == today.getYear() ? DAY : DATE).format(day);
  }

  /** With day and second. */
  static String exactly(Instant at, ZoneId zone) {
    return WHOLE.format(at.atZone(zone));
  }

  /** A time of the day. */
  static String hour(Instant at, ZoneId zone) {
    return HOUR.format(at.atZone(zone));
  }

  /** Without what nobody needs: {@code 40 s}, {@code 23 min}, {@code 2 h 5 min}. */
  static String took(Duration time) {
    // A clock that was set back meanwhile makes it less than nothing.
    long seconds = Math.max(0, time.toSeconds());
    return seconds < 60
        ? seconds + " s"
        : seconds < 3_600 ? seconds / 60 + " min" : Words.took(seconds / 60 * 60_000);
  }

  /** Money, or a dash where nothing was reported. */
  static String cost(HistoryEntry entry) {
    Long micros = entry.costMicros();
    return micros == null ? "—" : Words.money(micros);
  }

  /** The agent with its model. */
  static String agent(HistoryEntry entry) {
    String model = entry.model();
    String name = entry.scripted() ? entry.agent() + " (scripted)" : entry.agent();
    return model == null || model.isBlank() || entry.scripted() ? name : name + " · " + model;
  }

  /** How many claims came true, or else what Muster itself saw of the files. */
  static String observed(HistoryEntry entry) {
    if (entry.claims() > 0) {
      return entry.confirmed()
          + "/"
          + entry.claims()
          + (entry.contradicted() > 0 ? " ×" : entry.confirmed() == entry.claims() ? " ✓" : "");
    }
    return entry.files() == 0
        ? "—"
        : Words.lines(entry.added(), entry.removed()).isEmpty()
            ? Words.count(entry.files(), "file", "files")
            : Words.lines(entry.added(), entry.removed());
  }

  /** What became of it. */
  static String result(HistoryEntry entry) {
    return HistoryResults.of(entry).word();
  }

  /** Where it is kept, where that is not in the list of all. */
  static String shelf(Shelf shelf) {
    return switch (shelf) {
      case ACTIVE -> "";
      case ARCHIVED -> "archived";
      case TRASHED -> "in the trash";
      case PRUNED -> "pruned";
    };
  }

  static Tone tone(HistoryEntry entry) {
    return switch (HistoryResults.of(entry)) {
      case MERGED -> Tone.SUCCESS;
      case PULL_REQUEST, WORKING -> Tone.INFO;
      case FAILED, LOST -> Tone.DANGER;
      case NEEDS_YOU -> Tone.WARNING;
      case READY, DROPPED, KEPT, IMPORTED, QUEUED, STOPPED -> Tone.NEUTRAL;
    };
  }

  /** As {@code 7 sessions · 41 hits in 1.2 M events · 6 ms}. */
  static String summary(HistoryPage page) {
    String sessions = count(page.sessions(), "session", "sessions");
    String time = " · " + Math.max(1, page.took().toMillis()) + " ms";
    if (page.hits() == 0) {
      return sessions + time;
    }
    String hits =
        " · "
            + (page.moreHits() ? "at least " : "")
            + count(page.hits(), "hit", "hits")
            + " in "
            + amount(page.events())
            + " events";
    return sessions + hits + time;
  }

  /**
   * Which part of all that was found a list has that ends before them, and what to do about it. By
   * what the store has no order for, only a part of them is put in order.
   */
  static String leftOut(int listed, int found, Sort by, boolean ascending) {
    String part = String.format(Locale.ROOT, "%,d of %,d sessions", listed, found);
    String narrow = " Narrow the search to see the others.";
    if (!ascending && (by == Sort.STARTED || by == Sort.TOOK || by == Sort.COST)) {
      return "The list ends after the first " + part + "." + narrow;
    }
    String which =
        switch (by) {
          case TOOK -> "that took longest";
          case COST -> "that cost most";
          case STARTED, SESSION, AGENT, CHANGES, RESULT -> "that began last";
        };
    return "In this order are the " + part + " " + which + "." + narrow;
  }

  /**
   * As {@code 1,204 sessions · 1.2 M events · 412 MB of events}, of the journal and its index
   * alone.
   */
  static String totals(Totals totals) {
    return count(totals.sessions(), "session", "sessions")
        + " · "
        + amount(totals.events())
        + (totals.events() == 1 ? " event" : " events")
        + " · "
        + Words.bytes(totals.bytes())
        + " of events";
  }

  /** With a separator: {@code 1,204 sessions}. */
  static String count(long n, String one, String many) {
    return String.format(Locale.ROOT, "%,d %s", n, n == 1 ? one : many);
  }

  private static String amount(long n) {
    return n < 100_000 ? String.format(Locale.ROOT, "%,d", n) : Words.tokens(n);
  }
}
