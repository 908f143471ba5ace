package dev.muster.desktop.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.desktop.live.SessionDigest.Moment;
import dev.muster.desktop.live.SessionDigest.MomentKind;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SpreadMomentsTest {
  private static Moment moment(long seq, MomentKind kind) {
    return new Moment(seq, Instant.EPOCH, kind, "at " + seq);
  }

  @Test
  void while_there_are_few_every_one_is_kept_also_two_at_one_place() {
    SpreadMoments moments = new SpreadMoments(10);
    assertThat(moments.add(moment(1, MomentKind.TURN))).isTrue();
    assertThat(moments.add(moment(2, MomentKind.EDIT))).isTrue();
    assertThat(moments.add(moment(2, MomentKind.ERROR))).isTrue();
    assertThat(moments.kept()).hasSize(3);
  }

  @Test
  void of_a_very_long_story_they_reach_from_the_beginning_to_the_end_and_errors_go_last() {
    SpreadMoments moments = new SpreadMoments(100);
    boolean whole = true;
    for (long seq = 1; seq <= 100_000; seq++) {
      whole &= moments.add(moment(seq, seq % 2_500 == 7 ? MomentKind.ERROR : MomentKind.EDIT));
    }
    assertThat(whole).isFalse();
    assertThat(moments.kept()).hasSizeBetween(40, 100);
    assertThat(moments.kept()).extracting(Moment::seq).isSorted();
    assertThat(moments.kept().getFirst().seq()).isLessThan(3_000);
    assertThat(moments.kept().getLast().seq()).isGreaterThan(97_000);
    assertThat(moments.kept())
        .filteredOn(moment -> moment.kind() == MomentKind.ERROR)
        .as("an error hides what stands beside it")
        .hasSize(40);
  }
}
