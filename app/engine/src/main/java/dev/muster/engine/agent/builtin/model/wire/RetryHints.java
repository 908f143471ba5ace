package dev.muster.engine.agent.builtin.model.wire;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Reads when a server wants to be asked again: {@code retry-after-ms}, {@code retry-after} (seconds
 * or a date), OpenAI's {@code x-ratelimit-reset-…} where the matching {@code remaining} is 0, or
 * "try again in 1.2s" in the message.
 */
final class RetryHints {
  private static final Pattern IN_TEXT =
      Pattern.compile("try again in ([0-9.]+) ?(ms|s|m|sec|seconds?|minutes?)\\b");
  private static final Pattern PARTS = Pattern.compile("([0-9.]+)(ms|h|m|s)");
  private static final Duration LONGEST = Duration.ofDays(30);

  private RetryHints() {}

  static @Nullable Duration read(Headers headers, String message, Clock clock) {
    Duration found = seconds(headers.get("retry-after-ms"), 0.001);
    if (found == null) {
      String after = headers.get("retry-after");
      found = seconds(after, 1);
      if (found == null && after != null) {
        found = until(after, clock);
      }
    }
    if (found == null) {
      found = longer(reset(headers, "requests"), reset(headers, "tokens"));
    }
    return found == null ? fromText(message) : found;
  }

  static @Nullable Duration fromText(String message) {
    Matcher matcher = IN_TEXT.matcher(message);
    if (!matcher.find()) {
      return null;
    }
    String unit = matcher.group(2);
    double factor = unit.equals("ms") ? 0.001 : unit.startsWith("m") ? 60 : 1;
    return seconds(matcher.group(1), factor);
  }

  private static @Nullable Duration reset(Headers headers, String what) {
    String remaining = headers.get("x-ratelimit-remaining-" + what);
    String reset = headers.get("x-ratelimit-reset-" + what);
    if (reset == null || !"0".equals(remaining)) {
      return null;
    }
    Duration total = Duration.ZERO;
    Matcher parts = PARTS.matcher(reset);
    boolean any = false;
    while (parts.find()) {
      double factor =
          switch (parts.group(2)) {
            case "ms" -> 0.001;
            case "h" -> 3600;
            case "m" -> 60;
            default -> 1;
          };
      Duration part = seconds(parts.group(1), factor);
      if (part != null) {
        total = total.plus(part);
        any = true;
      }
    }
    return any ? total : seconds(reset, 1);
  }

  private static @Nullable Duration seconds(@Nullable String number, double factor) {
    if (number == null) {
      return null;
    }
    try {
      double value = Double.parseDouble(number.strip()) * factor;
      return value >= 0 && value <= LONGEST.toSeconds()
          ? Duration.ofMillis((long) Math.ceil(value * 1000))
          : null;
    } catch (NumberFormatException _) {
      return null; // a date, or nonsense: the caller tries the next form
    }
  }

  private static @Nullable Duration until(String date, Clock clock) {
    try {
      ZonedDateTime when = ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME);
      Duration wait = Duration.between(clock.instant(), when.toInstant());
      return wait.isNegative() ? Duration.ZERO : wait;
    } catch (DateTimeException _) {
      return null; // nonsense in the header: as good as none
    }
  }

  private static @Nullable Duration longer(@Nullable Duration a, @Nullable Duration b) {
    return a == null ? b : b == null || a.compareTo(b) >= 0 ? a : b;
  }
}
