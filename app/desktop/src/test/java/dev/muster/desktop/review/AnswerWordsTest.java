package dev.muster.desktop.review;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.desktop.control.Tone;
import dev.muster.engine.event.ReviewEvent.Place;
import dev.muster.engine.event.ReviewEvent.Side;
import dev.muster.engine.review.Answer;
import dev.muster.engine.review.Answer.How;
import dev.muster.engine.review.Comment;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AnswerWordsTest {
  private static final Place LINE = new Place("a.ts", Side.NEW, 3, 3, "x", null);

  private static Comment on(@Nullable Place place) {
    return new Comment(
        "c1", place, "Why?", "you", null, Instant.EPOCH, Comment.Status.SENT, "p", 2);
  }

  private static Answer answer(How how, int turn, boolean back) {
    return new Answer("c1", how, turn, "f", "t", "a.ts", 3, 2, 0, back, 4, "It is too large.");
  }

  @Test
  void each_outcome_is_told_as_what_was_observed_and_never_in_green() {
    assertThat(AnswerWords.of(on(LINE), answer(How.CHANGED, 3, false)))
        .isEqualTo("line changed in turn 3");
    assertThat(AnswerWords.of(on(LINE), answer(How.UNTOUCHED, 0, false)))
        .isEqualTo("line not touched through turn 4");
    assertThat(AnswerWords.of(on(null), answer(How.CHANGED, 3, false)))
        .isEqualTo("2 files changed in turn 3");
    assertThat(AnswerWords.of(on(LINE), answer(How.GONE, 0, true)))
        .startsWith("line taken out outside of the turns; by now it is again as it was");
    for (How how : How.values()) {
      assertThat(AnswerWords.of(on(LINE), answer(how, 3, false))).isNotBlank();
      assertThat(AnswerWords.tone(answer(how, 3, false))).isNotEqualTo(Tone.SUCCESS);
    }
  }

  @Test
  void only_a_change_that_was_found_can_be_shown() {
    assertThat(AnswerWords.link(answer(How.CHANGED, 3, false))).isEqualTo("Show turn 3");
    assertThat(AnswerWords.link(answer(How.ELSEWHERE, 0, false))).isEqualTo("Show that change");
    assertThat(AnswerWords.link(answer(How.UNTOUCHED, 0, false))).isNull();
    assertThat(AnswerWords.link(answer(How.WAITING, 0, false))).isNull();
  }

  @Test
  void the_sum_counts_what_was_undone_as_not_met() {
    assertThat(
            AnswerWords.all(
                List.of(
                    answer(How.CHANGED, 3, false),
                    answer(How.CHANGED, 3, true),
                    answer(How.UNTOUCHED, 0, false),
                    answer(How.WAITING, 0, false))))
        .isEqualTo("4 comments sent: 1 met by a change, 2 not, 1 waits.");
    assertThat(AnswerWords.all(List.of())).isEmpty();
  }
}
