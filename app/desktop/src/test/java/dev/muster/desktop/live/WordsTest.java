package dev.muster.desktop.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class WordsTest {
  @Test
  void ages_are_as_short_as_they_can_be() {
    Instant now = Instant.parse("2026-11-20T10:00:00Z");
    assertThat(Words.age(now.plusSeconds(5), now)).isEqualTo("now");
    assertThat(Words.age(now.minusSeconds(59), now)).isEqualTo("now");
    assertThat(Words.age(now.minusSeconds(6 * 60), now)).isEqualTo("6m");
    assertThat(Words.age(now.minus(Duration.ofHours(5)), now)).isEqualTo("5h");
    assertThat(Words.age(now.minus(Duration.ofDays(3)), now)).isEqualTo("3d");
  }

  @Test
  void times_taken_are_no_more_exact_than_anyone_needs() {
    assertThat(Words.took(340)).isEqualTo("340 ms");
    assertThat(Words.took(3_140)).isEqualTo("3.1 s");
    assertThat(Words.took(42_900)).isEqualTo("42 s");
    assertThat(Words.took(252_000)).isEqualTo("4 min 12 s");
    assertThat(Words.took(240_000)).isEqualTo("4 min");
    assertThat(Words.took(7_500_000)).isEqualTo("2 h 5 min");
    assertThat(Words.running(Duration.ofSeconds(125))).isEqualTo("2 min 5 s");
  }

  @Test
  void money_of_less_than_a_cent_is_not_said_to_be_nothing() {
    assertThat(Words.money(0)).isEqualTo("$0.00");
    assertThat(Words.money(1_200)).isEqualTo("$0.0012");
    assertThat(Words.money(410_000)).isEqualTo("$0.41");
    assertThat(Words.money(1_234_567_890)).isEqualTo("$1234.57");
  }

  @Test
  void places_in_a_queue_are_read_as_english() {
    assertThat(Words.ordinal(1)).isEqualTo("1st");
    assertThat(Words.ordinal(2)).isEqualTo("2nd");
    assertThat(Words.ordinal(3)).isEqualTo("3rd");
    assertThat(Words.ordinal(11)).isEqualTo("11th");
    assertThat(Words.ordinal(12)).isEqualTo("12th");
    assertThat(Words.ordinal(22)).isEqualTo("22nd");
    assertThat(Words.ordinal(113)).isEqualTo("113th");
  }

  @Test
  void changed_lines_say_only_what_there_is() {
    assertThat(Words.lines(118, 9)).isEqualTo("+118 −9");
    assertThat(Words.lines(3, 0)).isEqualTo("+3");
    assertThat(Words.lines(0, 4)).isEqualTo("−4");
    assertThat(Words.lines(0, 0)).isEmpty();
  }

  @Test
  void a_line_is_cut_with_a_sign_that_it_was() {
    assertThat(Words.line("  first \nsecond", 20)).isEqualTo("first");
    assertThat(Words.line("abcdefghij", 5)).isEqualTo("abcd…");
  }
}
