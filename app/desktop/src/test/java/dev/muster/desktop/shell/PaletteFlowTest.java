package dev.muster.desktop.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.desktop.Fx;
import dev.muster.desktop.FxTest;
import dev.muster.desktop.live.FakeHistory;
import dev.muster.desktop.live.HistoryEntry;
import dev.muster.desktop.live.HistoryEntry.Found;
import dev.muster.desktop.live.HistoryEntry.Mark;
import dev.muster.desktop.live.HistoryQuery;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.event.SessionState;
import dev.muster.engine.event.Shelf;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a person does in the command palette. */
@FxTest
class PaletteFlowTest {
  private final TestWindow window = new TestWindow();
  private FakeHistory history;

  @BeforeEach
  void open() {
    history = window.backend.history();
    window.openWithProject();
    window.press(KeyCode.P, KeyCode.CONTROL, KeyCode.SHIFT);
    window.until("the field has the keyboard", () -> field() != null && field().isFocused());
  }

  @AfterEach
  void close() {
    window.close();
  }

  private TextField field() {
    return window
        .find(node -> "palette.field".equals(node.getId()))
        .map(TextField.class::cast)
        .orElse(null);
  }

  private ListView<?> list() {
    return (ListView<?>) window.byId("palette.list");
  }

  private void types(String text) {
    Node field = field();
    for (int n = 0; n < text.length(); n++) {
      Fx.type(field, text.substring(n, n + 1));
    }
    Fx.pulses(2);
  }

  private static HistoryEntry entry(String id, String title) {
    return new HistoryEntry(
        new SessionId(id),
        title,
        "p1",
        "shop",
        "/home/you/shop",
        "muster",
        "Muster agent",
        null,
        false,
        SessionState.CLOSED,
        null,
        Shelf.ACTIVE,
        null,
        null,
        "a first prompt",
        Instant.parse("2026-11-01T10:00:00Z"),
        Instant.parse("2026-11-01T10:05:00Z"),
        Duration.ofMinutes(5),
        1,
        9,
        100,
        null,
        0,
        0,
        0,
        0,
        0,
        0,
        new Found(1, 7, "where the needle is", List.of(new Mark(10, 16))));
  }

  @Test
  void what_can_be_done_is_found_by_a_few_letters_and_done_with_enter() {
    assertThat(list().getItems()).hasSizeGreaterThan(10);
    types("keyb sh");
    window.until("one is left", () -> list().getItems().size() == 1);

    window.press(KeyCode.ENTER);

    window.untilSays("Command palette…");
    assertThat(field()).as("the palette is gone").isNull();
  }

  @Test
  void arrows_choose_while_the_keyboard_stays_in_the_field_and_escape_leaves_all_as_it_was() {
    types("theme");
    window.until("three themes", () -> list().getItems().size() == 3);
    window.press(KeyCode.DOWN);
    window.press(KeyCode.DOWN);
    window.press(KeyCode.DOWN);
    assertThat(Fx.get(() -> list().getSelectionModel().getSelectedIndex())).isEqualTo(2);
    window.press(KeyCode.UP);
    assertThat(Fx.get(() -> list().getSelectionModel().getSelectedIndex())).isEqualTo(1);
    assertThat(Fx.get(() -> field().isFocused())).isTrue();

    window.press(KeyCode.ESCAPE);

    window.until("it is gone", () -> field() == null);
    assertThat(history.due.getLast()).as("nobody waits for the search").isCancelled();
  }

  @Test
  void each_letter_gives_up_the_search_before_and_what_the_last_one_found_is_offered() {
    types("needle");
    assertThat(history.asked).extracting(HistoryQuery::text).endsWith("needl", "needle");
    assertThat(history.due.subList(0, history.due.size() - 1)).allMatch(one -> one.isCancelled());
    HistoryEntry found = entry("sfound001", "Fix the haystack");
    history.due.getLast().complete(FakeHistory.page("needle", List.of(found)));
    window.untilSays("Fix the haystack");
    assertThat(window.says("where the needle is")).isTrue();
  }

  @Test
  void what_was_found_stays_until_the_next_answer_so_that_nothing_flickers() {
    types("nee");
    HistoryEntry found = entry("sfound001", "Fix the haystack");
    history.due.getLast().complete(FakeHistory.page("nee", List.of(found)));
    window.untilSays("Fix the haystack");
    types("d");
    assertThat(window.says("Fix the haystack")).isTrue();
    history.due.getLast().complete(FakeHistory.page("need", List.of()));
    window.until("nothing is left", () -> list().getItems().isEmpty());
    window.untilSays("no session has these words");
  }
}
