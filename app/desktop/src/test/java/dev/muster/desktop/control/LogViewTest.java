package dev.muster.desktop.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.desktop.Fx;
import dev.muster.desktop.FxTest;
import java.util.stream.Collectors;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.TextField;
import javafx.scene.input.Clipboard;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.StackPane;
import javafx.scene.text.Text;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@FxTest
class LogViewTest {
  private final LogView log = Fx.get(() -> new LogView(new FlushClock(), 1_000, 1_000_000));
  private final StackPane pane = Fx.get(() -> new StackPane(log));
  private final Stage stage = Fx.show(400, 200, () -> pane);

  @AfterEach
  void close() {
    Fx.close(stage);
  }

  @Test
  void however_many_rows_come_only_those_in_view_have_nodes() {
    Fx.run(
        () -> {
          for (int i = 0; i < 50_000; i++) {
            log.append(LogRow.of(LogKind.OUTPUT, "line " + i));
          }
        });
    Fx.until("the newest row shows", () -> log.visibleText().endsWith("output: line 49999"));
    assertThat(log.rowCount()).isEqualTo(1_000);
    assertThat(texts()).isLessThan(60);
    assertThat(log.visibleText())
        .startsWith("49,000 earlier rows are not kept here: earlier output is in the log file");
  }

  @Test
  void a_running_command_gets_its_exit_code_where_it_stands() {
    Fx.run(
        () -> {
          log.put(
              LogRow.of(LogKind.RUN, "npm test").withKey("c1").withNote("running 2 s", Tone.INFO));
          log.append(LogRow.of(LogKind.OUTPUT, "12 passed"));
          log.put(
              LogRow.of(LogKind.RUN, "npm test")
                  .withKey("c1")
                  .withNote("exit 0 · 3.1 s", Tone.SUCCESS));
        });
    Fx.until(
        "it shows",
        () -> log.visibleText().equals("runs: npm test, exit 0 · 3.1 s\noutput: 12 passed"));
  }

  @Test
  void a_tail_is_marked_as_unfinished_and_gives_way_to_the_stored_row() {
    Fx.run(() -> log.setTail(LogRow.of(LogKind.TEXT, "I will now")));
    Fx.until("marked", () -> log.visibleText().equals("says: I will now (still being written)"));
    Fx.run(
        () -> {
          log.setTail(null);
          log.append(LogRow.of(LogKind.TEXT, "I will now look."));
        });
    Fx.until("stored", () -> log.visibleText().equals("says: I will now look."));
  }

  @Test
  void scrolling_away_stops_following_and_the_button_leads_back() {
    add(100);
    Fx.press(log, KeyCode.PAGE_UP);
    Fx.until("it does not follow", () -> !log.followingProperty().get());
    String reading = Fx.get(log::visibleText);
    add(30);
    Fx.until("the button counts", () -> jump().getText().equals("↓ 30 new"));
    assertThat(Fx.get(log::visibleText)).isEqualTo(reading);
    Fx.run(jump()::fire);
    Fx.until("the newest row", () -> log.visibleText().endsWith("line 129"));
    assertThat(log.followingProperty().get()).isTrue();
    Fx.until("no button", () -> !jump().isVisible());
  }

  @Test
  void everything_can_be_selected_and_copied_by_keyboard() {
    add(3);
    Fx.run(log::requestFocus);
    Fx.press(log, KeyCode.A, KeyCode.CONTROL);
    Fx.press(log, KeyCode.C, KeyCode.CONTROL);
    assertThat(Fx.get(() -> Clipboard.getSystemClipboard().getString()))
        .isEqualTo("line 0\nline 1\nline 2");
    Fx.press(log, KeyCode.ESCAPE);
    assertThat(Fx.get(log::selectedText)).isEmpty();
  }

  @Test
  void shift_and_arrows_select_from_the_caret_on() {
    add(3);
    Fx.run(log::requestFocus);
    Fx.press(log, KeyCode.RIGHT, KeyCode.SHIFT);
    Fx.press(log, KeyCode.RIGHT, KeyCode.SHIFT);
    assertThat(Fx.get(log::selectedText)).isEqualTo("li");
    Fx.press(log, KeyCode.DOWN, KeyCode.SHIFT);
    assertThat(Fx.get(log::selectedText)).isEqualTo("line 0\nli");
    Fx.press(log, KeyCode.END, KeyCode.SHIFT);
    Fx.press(log, KeyCode.UP, KeyCode.SHIFT);
    assertThat(Fx.get(log::selectedText)).isEqualTo("line 0");
  }

  @Test
  void the_mouse_selects_characters_words_and_rows() {
    Fx.run(() -> log.append(LogRow.of(LogKind.EDIT, "src/app.ts and more")));
    Fx.until("it shows", () -> !log.visibleText().isEmpty());
    Node view = log.lookup(".log-viewport");
    double y = LogScroll.MARGIN + 10;
    double x = LogLayout.TEXT_X;
    Fx.run(
        () -> {
          Fx.mouse(view, MouseEvent.MOUSE_PRESSED, x, y, 1, false);
          Fx.mouse(view, MouseEvent.MOUSE_DRAGGED, x + 3 * 6.9, y, 1, false);
        });
    assertThat(Fx.get(log::selectedText)).isEqualTo("src");
    Fx.run(() -> Fx.mouse(view, MouseEvent.MOUSE_PRESSED, x + 20, y, 2, false));
    assertThat(Fx.get(log::selectedText)).isEqualTo("src/app.ts");
    Fx.run(() -> Fx.mouse(view, MouseEvent.MOUSE_PRESSED, x + 20, y, 3, false));
    assertThat(Fx.get(log::selectedText)).isEqualTo("src/app.ts and more");
  }

  @Test
  void find_shows_the_newest_match_and_enter_goes_to_the_one_before() {
    add(200);
    Fx.run(log::requestFocus);
    Fx.press(log, KeyCode.F, KeyCode.CONTROL);
    TextField field = (TextField) log.lookup(".text-field");
    Fx.run(() -> field.setText("LINE 3"));
    Fx.until("found above", () -> log.visibleText().contains("line 39"));
    Fx.press(field, KeyCode.ENTER);
    Fx.until("one before", () -> log.visibleText().contains("line 38"));
    Fx.press(field, KeyCode.ESCAPE);
    assertThat(log.findIsOpen()).isFalse();
    assertThat(Fx.get(log::isFocused)).isTrue();
  }

  @Test
  void a_hidden_log_is_not_painted_until_it_is_seen_again() {
    add(1);
    Fx.until("painted", () -> log.visibleText().equals("output: line 0"));
    Fx.run(() -> pane.setVisible(false));
    add(1);
    Fx.pulses(20);
    assertThat(Fx.get(log::visibleText)).isEqualTo("output: line 0");
    Fx.run(() -> pane.setVisible(true));
    Fx.until("painted", () -> log.visibleText().endsWith("line 1"));
  }

  @Test
  void a_narrower_pane_wraps_and_keeps_what_one_reads() {
    Fx.run(
        () -> {
          for (int i = 0; i < 100; i++) {
            log.append(LogRow.of(LogKind.TEXT, "row " + i + " " + "with many words ".repeat(4)));
          }
        });
    Fx.press(log, KeyCode.PAGE_UP);
    Fx.press(log, KeyCode.PAGE_UP);
    Fx.until("it does not follow", () -> !log.followingProperty().get());
    Fx.pulses(3);
    String first = Fx.get(log::visibleText).lines().findFirst().orElseThrow();
    Fx.run(() -> stage.setWidth(220));
    Fx.until("narrower", () -> log.getWidth() < 250);
    assertThat(Fx.get(log::visibleText).lines().findFirst().orElseThrow()).isEqualTo(first);
  }

  private Button jump() {
    return (Button) log.lookup(".log-jump");
  }

  private void add(int rows) {
    Fx.run(
        () -> {
          for (int i = 0; i < rows; i++) {
            log.append(LogRow.of(LogKind.OUTPUT, "line " + log.rowCount()));
          }
        });
    Fx.pulses(5);
  }

  private int texts() {
    return Fx.get(
        () ->
            log.lookupAll(".log-mono").stream()
                .filter(Text.class::isInstance)
                .collect(Collectors.toSet())
                .size());
  }
}
