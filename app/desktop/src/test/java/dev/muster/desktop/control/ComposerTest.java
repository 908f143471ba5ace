package dev.muster.desktop.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.desktop.Fx;
import dev.muster.desktop.FxTest;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.VBox;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@FxTest
class ComposerTest {
  private final Composer composer = Fx.get(() -> new Composer("Message", "Steer…"));
  private final Stage stage = Fx.show(400, 300, () -> new VBox(composer));
  private final List<String> sent = new ArrayList<>();
  private boolean takes = true;

  ComposerTest() {
    Fx.run(
        () ->
            composer.setOnSubmit(
                (text, queue) -> {
                  if (takes) {
                    sent.add((queue ? "queue: " : "send: ") + text);
                  }
                  return takes;
                }));
  }

  @AfterEach
  void close() {
    Fx.close(stage);
  }

  @Test
  void enter_sends_ctrl_enter_queues_and_shift_enter_breaks_the_line() {
    write("one");
    press(KeyCode.ENTER);
    write("two");
    press(KeyCode.ENTER, KeyCode.CONTROL);
    write("three");
    press(KeyCode.ENTER, KeyCode.SHIFT);
    assertThat(draft()).isEqualTo("three\n");
    assertThat(sent).containsExactly("send: one", "queue: two");
  }

  @Test
  void what_was_not_taken_stays() {
    takes = false;
    write("important words");
    press(KeyCode.ENTER);
    assertThat(draft()).isEqualTo("important words");
    takes = true;
    press(KeyCode.ENTER);
    assertThat(draft()).isEmpty();
    assertThat(sent).containsExactly("send: important words");
  }

  @Test
  void blanks_are_not_sent() {
    write("  \n ");
    press(KeyCode.ENTER);
    assertThat(sent).isEmpty();
  }

  @Test
  void up_and_down_bring_back_what_was_sent_but_never_replace_what_is_typed() {
    Fx.run(() -> composer.setHistory(List.of("first", "second")));
    press(KeyCode.UP);
    assertThat(draft()).isEqualTo("second");
    press(KeyCode.UP);
    press(KeyCode.UP);
    assertThat(draft()).isEqualTo("first");
    press(KeyCode.DOWN);
    press(KeyCode.DOWN);
    assertThat(draft()).isEmpty();
    write("mine");
    press(KeyCode.UP);
    assertThat(draft()).isEqualTo("mine");
  }

  @Test
  void a_draft_can_be_kept_and_brought_back() {
    write("half a thou");
    String kept = draft();
    Fx.run(() -> composer.draftProperty().set(""));
    assertThat(composer.area().getText()).isEmpty();
    Fx.run(() -> composer.draftProperty().set(kept));
    assertThat(composer.area().getText()).isEqualTo("half a thou");
    assertThat(composer.area().getCaretPosition()).isEqualTo(kept.length());
  }

  @Test
  void paths_are_coloured_and_addresses_are_not() {
    write("see @src/api/server.ts, ask me@example.org or @everyone.");
    assertThat(coloured()).containsExactly("@src/api/server.ts", "@everyone");
  }

  @Test
  void it_grows_with_the_text_up_to_six_lines() {
    double one = height();
    write("a\nb\nc");
    Fx.until("three lines", () -> composer.area().getHeight() == 3 * one);
    write("a\nb\nc\nd\ne\nf\ng\nh\ni");
    Fx.until("six lines", () -> composer.area().getHeight() == 6 * one);
    write("");
    Fx.until("one line", () -> composer.area().getHeight() == one);
  }

  @Test
  void a_disabled_composer_sends_nothing_and_keeps_its_text() {
    write("late");
    Fx.run(() -> composer.setDisable(true));
    assertThat(Fx.get(() -> composer.submit(false))).isFalse();
    assertThat(draft()).isEqualTo("late");
    assertThat(sent).isEmpty();
  }

  @Test
  void tab_leaves_it() {
    Fx.run(composer::requestFocus);
    press(KeyCode.TAB);
    assertThat(draft()).isEmpty();
  }

  private void write(String text) {
    Fx.run(() -> composer.draftProperty().set(text));
  }

  private String draft() {
    return Fx.get(() -> composer.draftProperty().get());
  }

  private double height() {
    return Fx.get(() -> composer.area().getHeight());
  }

  private void press(KeyCode code, KeyCode... modifiers) {
    Fx.press(composer.area(), code, modifiers);
  }

  private List<String> coloured() {
    return Fx.get(
        () -> {
          List<String> found = new ArrayList<>();
          int at = 0;
          for (var span : composer.area().getStyleSpans(0, composer.area().getLength())) {
            if (span.getStyle().contains("composer-path")) {
              found.add(composer.area().getText(at, at + span.getLength()));
            }
            at += span.getLength();
          }
          return found;
        });
  }
}
