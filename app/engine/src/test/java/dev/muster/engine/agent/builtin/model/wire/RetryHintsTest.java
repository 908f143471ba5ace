package dev.muster.engine.agent.builtin.model.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import okhttp3.Headers;
import org.junit.jupiter.api.Test;

/** When a server wants to be asked again, in all the ways servers say it. */
class RetryHintsTest {
  private final Clock clock = Clock.fixed(Instant.parse("2026-11-20T10:00:00Z"), ZoneOffset.UTC);

  @Test
  void milliseconds_win_over_seconds() {
    assertThat(read("", "retry-after-ms", "1500", "retry-after", "60"))
        .isEqualTo(Duration.ofMillis(1500));
  }

  @Test
  void seconds_may_have_a_fraction() {
    assertThat(read("", "retry-after", "0.5")).isEqualTo(Duration.ofMillis(500));
  }

  @Test
  void a_date_is_turned_into_a_wait_and_a_past_one_into_none() {
    assertThat(read("", "retry-after", "Fri, 20 Nov 2026 10:00:30 GMT"))
        .isEqualTo(Duration.ofSeconds(30));
    assertThat(read("", "retry-after", "Fri, 20 Nov 2026 09:00:00 GMT")).isEqualTo(Duration.ZERO);
  }

  @Test
  void the_reset_of_an_exhausted_limit_counts_and_that_of_another_does_not() {
    assertThat(
            read(
                "",
                "x-ratelimit-remaining-requests",
                "0",
                "x-ratelimit-reset-requests",
                "1m3s",
                "x-ratelimit-remaining-tokens",
                "100",
                "x-ratelimit-reset-tokens",
                "6h"))
        .isEqualTo(Duration.ofSeconds(63));
    assertThat(read("", "x-ratelimit-remaining-tokens", "0", "x-ratelimit-reset-tokens", "20ms"))
        .isEqualTo(Duration.ofMillis(20));
  }

  @Test
  void the_message_is_read_last() {
    assertThat(read("Rate limit reached. Please try again in 1.25s. Visit us."))
        .isEqualTo(Duration.ofMillis(1250));
  }

  @Test
  void nonsense_is_no_hint() {
    assertThat(read("soon", "retry-after", "later", "retry-after-ms", "-3")).isNull();
    assertThat(read("", "retry-after", "NaN")).isNull();
    assertThat(read("", "retry-after", "1e30")).isNull();
  }

  private Duration read(String message, String... headers) {
    return RetryHints.read(Headers.of(headers), message, clock);
  }
}
