package dev.muster.desktop.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.desktop.live.HistorySource.Totals;
import org.junit.jupiter.api.Test;

class HistoryWordsTest {
  @Test
  void the_foot_does_not_say_that_the_events_are_all_there_is_on_the_disk() {
    assertThat(HistoryWords.totals(new Totals(1_204, 0, 0, 1_300, 8 << 20)))
        .startsWith("1,204 sessions · 1,300 events · ")
        .endsWith(" of events")
        .doesNotContain("on disk");
  }
}
