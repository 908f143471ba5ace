package dev.muster.desktop.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.desktop.Fx;
import dev.muster.desktop.FxTest;
import dev.muster.desktop.live.EventPump;
import dev.muster.desktop.live.FakeBackend;
import dev.muster.desktop.live.FakeHistory;
import dev.muster.desktop.live.HistoryPage;
import dev.muster.desktop.live.HistoryQuery.Sort;
import dev.muster.desktop.live.ManualFrames;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What the list of the history says of what it does not list. */
@FxTest
class HistoryModelTest {
  private final ManualFrames frames = new ManualFrames();
  private final FakeHistory history = new FakeBackend().history();
  private final HistoryModel model = new HistoryModel(history, new EventPump(frames));

  /** Answers what was asked last: so many sessions are there in all. */
  private void found(int sessions) {
    history
        .due
        .getLast()
        .complete(
            new HistoryPage(
                List.of(), sessions, 0, false, "", 0, Map.of(), Duration.ofMillis(3), null));
    frames.settle();
  }

  @Test
  void a_list_that_ends_before_what_was_found_says_so() {
    LeftOutNote note = Fx.get(() -> new LeftOutNote(model));
    model.refresh();
    found(2_000);
    assertThat(Fx.get(note::isVisible)).as("all of them have a place").isFalse();

    model.refresh();
    found(2_341);
    assertThat(Fx.get(note::isVisible)).isTrue();
    assertThat(Fx.get(note::getText))
        .isEqualTo(
            "The list ends after the first 2,000 of 2,341 sessions. Narrow the search to see the"
                + " others.");

    model.textProperty().set("narrower");
    found(12);
    assertThat(Fx.get(note::isVisible)).isFalse();
  }

  @Test
  void an_order_of_only_a_part_says_which_part() {
    model.sort(Sort.AGENT, true);
    found(2_341);
    assertThat(model.leftOutProperty().get())
        .isEqualTo(
            "In this order are the 2,000 of 2,341 sessions that began last. Narrow the search to"
                + " see the others.");
    model.sort(Sort.COST, true);
    found(2_341);
    assertThat(model.leftOutProperty().get()).contains("that cost most");
    model.sort(Sort.COST, false);
    found(2_341);
    assertThat(model.leftOutProperty().get()).startsWith("The list ends after the first");
  }

  @Test
  void all_that_was_found_is_more_than_what_is_listed() {
    model.refresh();
    found(2_341);
    CompletableFuture<HistoryPage> all = model.all();
    assertThat(history.due.getLast()).isSameAs(all);
    assertThat(history.asked.getLast().limit()).isEqualTo(2_341);
  }
}
