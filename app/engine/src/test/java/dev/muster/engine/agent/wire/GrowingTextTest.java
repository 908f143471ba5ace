package dev.muster.engine.agent.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class GrowingTextTest {
  private static final Pattern GAP =
      Pattern.compile("\n\n… \\(([\\d,]+) characters that stood here are not kept\\) …\n\n");

  private final GrowingText text = new GrowingText(100, 20);

  @Test
  void a_text_that_fits_is_kept_as_it_is() {
    assertThat(text.add("a".repeat(60))).isEqualTo(60);
    assertThat(text.add("b".repeat(40))).isEqualTo(40);
    assertThat(text.text()).isEqualTo("a".repeat(60) + "b".repeat(40));
    text.clear();
    assertThat(text.add("again")).isEqualTo(5);
    assertThat(text.text()).isEqualTo("again");
  }

  @Test
  void what_comes_behind_a_gap_stands_behind_the_word_for_it() {
    assertThat(text.add("a".repeat(90))).isEqualTo(90);
    assertThat(text.add("b".repeat(1_000))).isZero();
    assertThat(text.add("and the end")).isZero();
    assertThat(text.text())
        .isEqualTo(
            "a".repeat(80)
                + "\n\n… (1,001 characters that stood here are not kept) …\n\n"
                + "b".repeat(9)
                + "and the end");
  }

  @Test
  void of_one_piece_that_is_far_too_long_the_beginning_and_the_end_are_kept() {
    assertThat(text.add("x".repeat(5_000) + "z")).isEqualTo(80);
    assertThat(text.text())
        .isEqualTo(
            "x".repeat(80)
                + "\n\n… (4,901 characters that stood here are not kept) …\n\n"
                + "x".repeat(19)
                + "z");
  }

  @Test
  void however_it_is_cut_into_pieces_nothing_is_lost_uncounted_and_no_character_is_cut_in_two() {
    String whole = "a😀".repeat(300);
    for (int piece = 1; piece <= whole.length(); piece++) {
      text.clear();
      for (int at = 0; at < whole.length(); at += piece) {
        text.add(whole.substring(at, Math.min(whole.length(), at + piece)));
      }
      Matcher gap = GAP.matcher(text.text());
      assertThat(gap.find()).as("pieces of " + piece).isTrue();
      String before = text.text().substring(0, gap.start());
      String after = text.text().substring(gap.end());
      int lost = Integer.parseInt(gap.group(1).replace(",", ""));
      assertThat(before.length() + lost + after.length()).isEqualTo(whole.length());
      assertThat(before.length() + after.length()).isBetween(97, 100);
      assertThat(whole).startsWith(before).endsWith(after);
      assertThat(Character.isHighSurrogate(before.charAt(before.length() - 1))).isFalse();
      assertThat(Character.isLowSurrogate(after.charAt(0))).isFalse();
    }
  }
}
