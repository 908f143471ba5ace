package dev.muster.desktop.review;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TextMergeTest {
  private static final String BEFORE = "one\ntwo\nthree\nfour\nfive\n";

  @Test
  void changes_in_different_places_are_both_in_it() {
    assertThat(
            TextMerge.merge(
                BEFORE,
                BEFORE.replace("four", "FOUR"),
                "zero\n" + BEFORE.replace("one\n", "one\none and a half\n")))
        .contains("zero\none\none and a half\ntwo\nthree\nFOUR\nfive\n");
  }

  @Test
  void the_same_change_is_in_it_once() {
    String changed = BEFORE.replace("three", "3");
    assertThat(TextMerge.merge(BEFORE, changed, changed)).contains(changed);
  }

  @Test
  void changes_that_meet_or_touch_are_not_put_together() {
    assertThat(TextMerge.merge(BEFORE, BEFORE.replace("two", "2"), BEFORE.replace("two", "zwei")))
        .isEmpty();
    assertThat(TextMerge.merge(BEFORE, BEFORE.replace("two", "2"), BEFORE.replace("three", "drei")))
        .isEmpty();
    assertThat(TextMerge.merge(BEFORE, BEFORE + "six\n", BEFORE + "sechs\n")).isEmpty();
  }

  @Test
  void what_only_one_of_them_changed_is_as_that_one_has_it() {
    assertThat(TextMerge.merge(BEFORE, BEFORE, "")).contains("");
    assertThat(TextMerge.merge(BEFORE, "no end", BEFORE)).contains("no end");
  }
}
