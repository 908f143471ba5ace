package dev.muster.engine.store;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Values of filters: days, amounts of money, and names from a list. */
final class SearchValues {
  private static final Pattern AGO = Pattern.compile("(\\d{1,4})([dwmy])");
  private static final Pattern DAY = Pattern.compile("(\\d{4})-(\\d{1,2})(?:-(\\d{1,2}))?");
  private static final Pattern MONEY =
      Pattern.compile(
          "(?<op><=|>=|<|>|=)?\\$?(?<one>\\d{1,9}(?:\\.\\d{1,6})?)"
              + "(?:\\.\\.\\$?(?<two>\\d{1,9}(?:\\.\\d{1,6})?))?");
  private static final double MICROS = 1e6;

  private SearchValues() {}

  /** Amounts in micro-dollars, both included. */
  record Amount(long from, long to) {
    boolean has(@Nullable Long micros) {
      long value = micros == null ? 0 : micros;
      return value >= from && value <= to;
    }
  }

  /** Why a value cannot be; null when it can. Names that only the history knows always can. */
  static @Nullable String wrong(SearchFilter filter, String value) {
    return switch (filter) {
      case AGENT, PROJECT, FILE, BRANCH, MODEL, SESSION -> null;
      case STATE -> listed(filter, value) ? null : SearchSentences.unknown(filter, value, "state");
      case RESULT ->
          listed(filter, value) ? null : SearchSentences.unknown(filter, value, "result");
      case SHELF -> listed(filter, value) ? null : SearchSentences.unknown(filter, value, "shelf");
      case KIND -> listed(filter, value) ? null : SearchSentences.unknown(filter, value, "kind");
      case AFTER, BEFORE ->
          day(value, LocalDate.EPOCH) == null
              ? SearchSentences.unknown(filter, value, "day")
              : null;
      case COST -> amount(value) == null ? SearchSentences.unknown(filter, value, "amount") : null;
    };
  }

  private static boolean listed(SearchFilter filter, String value) {
    return filter.choices().contains(value.toLowerCase(Locale.ROOT));
  }

  /** The first day that is meant; null when none can be. */
  static @Nullable LocalDate day(String typed, LocalDate today) {
    String value = typed.toLowerCase(Locale.ROOT);
    if (value.equals("today")) {
      return today;
    }
    if (value.equals("yesterday")) {
      return today.minusDays(1);
    }
    Matcher ago = AGO.matcher(value);
    if (ago.matches()) {
      int many = Integer.parseInt(ago.group(1));
      return switch (ago.group(2)) {
        case "d" -> today.minusDays(many);
        case "w" -> today.minusWeeks(many);
        case "m" -> today.minusMonths(many);
        default -> today.minusYears(many);
      };
    }
    Matcher day = DAY.matcher(value);
    if (!day.matches()) {
      return null;
    }
    try {
      return LocalDate.of(
          Integer.parseInt(day.group(1)),
          Integer.parseInt(day.group(2)),
          day.group(3) == null ? 1 : Integer.parseInt(day.group(3)));
    } catch (DateTimeException noSuchDay) {
      return null;
    }
  }

  /** The instant at which that day begins. */
  static Instant start(LocalDate day, ZoneId zone) {
    return day.atStartOfDay(zone).toInstant();
  }

  /** What {@code >1}, {@code <=0.5}, {@code 1..2} or {@code 3} means; null for anything else. */
  static @Nullable Amount amount(String typed) {
    Matcher money = MONEY.matcher(typed);
    if (!money.matches()) {
      return null;
    }
    long one = Math.round(Double.parseDouble(money.group("one")) * MICROS);
    String two = money.group("two");
    String op = money.group("op");
    if (two != null) {
      return op != null ? null : new Amount(one, Math.round(Double.parseDouble(two) * MICROS));
    }
    return switch (op == null ? "=" : op) {
      case "<" -> new Amount(0, one - 1);
      case "<=" -> new Amount(0, one);
      case ">" -> new Amount(one + 1, Long.MAX_VALUE);
      case ">=" -> new Amount(one, Long.MAX_VALUE);
      default -> new Amount(one, one);
    };
  }
}
