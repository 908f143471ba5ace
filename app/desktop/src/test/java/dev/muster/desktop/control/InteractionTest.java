package dev.muster.desktop.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.desktop.Fx;
import dev.muster.desktop.FxTest;
import dev.muster.desktop.control.ApprovalRequest.Kind;
import dev.muster.desktop.control.ApprovalRequest.Option;
import java.util.ArrayList;
import java.util.List;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxRobot;

/** The parts under a real pointer and a real keyboard. */
@FxTest
class InteractionTest {
  private final FxRobot robot = new FxRobot();
  private final VBox pane = Fx.get(VBox::new);
  private final Stage stage = Fx.show(500, 400, () -> pane);

  @AfterEach
  void close() {
    robot.release(new KeyCode[] {});
    robot.release(new MouseButton[] {});
    Fx.close(stage);
  }

  @Test
  void one_types_a_prompt_and_sends_it_with_enter() {
    List<String> sent = new ArrayList<>();
    Composer composer = Fx.get(() -> new Composer("Message", "Steer…"));
    add(composer);
    Fx.run(() -> composer.setOnSubmit((text, _) -> sent.add(text)));
    robot.clickOn(composer.area());
    robot.write("fix the test", 0);
    robot.push(KeyCode.SHIFT, KeyCode.ENTER);
    robot.write("please", 0);
    robot.push(KeyCode.ENTER);
    Fx.until("sent", () -> !sent.isEmpty());
    assertThat(sent).containsExactly("fix the test\nplease");
    assertThat(composer.draftProperty().get()).isEmpty();
  }

  @Test
  void one_allows_a_command_with_a_click_once_the_card_is_ready() {
    List<ApprovalRequest.Answer> answers = new ArrayList<>();
    ApprovalCard card =
        Fx.get(
            () ->
                new ApprovalCard(
                    new ApprovalRequest(
                        "r1",
                        "Run a command?",
                        "npm test",
                        List.of(),
                        List.of(new Option("once", Kind.ALLOW, "Allow once", "", KeyCode.Y))),
                    answers::add));
    add(card);
    Fx.until(
        "ready",
        () ->
            card.getPseudoClassStates().stream()
                .anyMatch(p -> p.getPseudoClassName().equals("ready")));
    robot.clickOn("#approval-once");
    Fx.until("answered", () -> answers.size() == 1);
    assertThat(answers.getFirst().subject()).isEqualTo("npm test");
  }

  @Test
  void one_selects_lines_of_a_log_by_dragging_and_copies_them() {
    LogView log = log(5);
    Node view = log.lookup(".log-viewport");
    Bounds box = Fx.get(() -> view.localToScreen(view.getBoundsInLocal()));
    double x = box.getMinX() + LogLayout.TEXT_X + 1;
    double y = box.getMinY() + LogScroll.MARGIN + 8;
    robot.moveTo(x, y).press(MouseButton.PRIMARY);
    robot.moveTo(x + 20, y + LogLayout.LINE).moveTo(x + 4 * 6.9, y + 2 * LogLayout.LINE);
    robot.release(MouseButton.PRIMARY);
    Fx.until("selected", () -> log.selectedText().equals("line 0\nline 1\nline"));
  }

  @Test
  void the_wheel_scrolls_a_log_and_the_button_leads_back() {
    LogView log = log(300);
    Fx.until("at the end", () -> log.visibleText().endsWith("line 299"));
    robot.moveTo(log);
    robot.scroll(10, javafx.geometry.VerticalDirection.UP);
    Fx.until("scrolled away", () -> !log.followingProperty().get());
    robot.clickOn(".log-jump");
    Fx.until("back at the end", () -> log.visibleText().endsWith("line 299"));
  }

  @Test
  void one_opens_and_closes_a_file_of_a_diff_with_a_click() {
    DiffView diff = Fx.get(DiffView::new);
    VBox.setVgrow(diff, Priority.ALWAYS);
    add(diff);
    Fx.run(
        () ->
            diff.show(
                DiffDocument.of(
                    List.of(
                        DiffFile.modified(
                            "a.ts",
                            List.of(new DiffHunk(1, 1, "f", List.of(DiffLine.added("x")))))),
                    "")));
    Fx.pulses(3);
    Bounds box = Fx.get(() -> diff.localToScreen(diff.getBoundsInLocal()));
    robot.clickOn(box.getMinX() + 30, box.getMinY() + 5 + DiffView.ROW_HEIGHT / 2);
    Fx.until("closed", () -> diff.rows().size() == 1);
    robot.push(KeyCode.RIGHT);
    Fx.until("open", () -> diff.rows().size() == 4);
  }

  private LogView log(int rows) {
    LogView log = Fx.get(() -> new LogView(new FlushClock()));
    VBox.setVgrow(log, Priority.ALWAYS);
    add(log);
    Fx.run(
        () -> {
          for (int i = 0; i < rows; i++) {
            log.append(LogRow.of(LogKind.OUTPUT, "line " + i));
          }
        });
    Fx.pulses(5);
    return log;
  }

  private void add(Node node) {
    Fx.run(
        () -> {
          pane.getChildren().setAll(node);
          stage.requestFocus();
        });
    Fx.pulses(3);
  }
}
