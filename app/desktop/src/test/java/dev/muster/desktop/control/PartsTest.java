package dev.muster.desktop.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.desktop.Fx;
import dev.muster.desktop.FxTest;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;

/** The small parts. */
@FxTest
class PartsTest {
  @Test
  void arrows_choose_a_segment_and_one_is_always_chosen() {
    SegmentedControl<Integer> control =
        Fx.get(
            () ->
                new SegmentedControl<>(
                    List.of(
                        new SegmentedControl.Segment<>(1, "1", "one pane"),
                        new SegmentedControl.Segment<>(4, "2×2", "two by two"),
                        new SegmentedControl.Segment<>(9, "3×3", "three by three"))));
    Stage stage = Fx.show(300, 100, () -> new VBox(control));
    ToggleButton first = (ToggleButton) control.getChildren().getFirst();
    Fx.press(first, KeyCode.RIGHT);
    Fx.press(first, KeyCode.RIGHT);
    Fx.press(first, KeyCode.RIGHT);
    assertThat(control.valueProperty().get()).isEqualTo(9);
    Fx.press(first, KeyCode.LEFT);
    assertThat(control.valueProperty().get()).isEqualTo(4);
    ToggleButton second = (ToggleButton) control.getChildren().get(1);
    Fx.run(second::fire);
    assertThat(second.isSelected()).as("pressing the chosen one leaves it chosen").isTrue();
    assertThat(second.isFocusTraversable()).isTrue();
    assertThat(first.isFocusTraversable()).as("Tab goes to the chosen one only").isFalse();
    Fx.close(stage);
  }

  @Test
  void a_plan_keeps_the_rows_that_stay_and_tells_progress_in_words() {
    PlanView plan = Fx.get(PlanView::new);
    Stage stage = Fx.show(300, 200, () -> plan);
    Fx.run(
        () ->
            plan.setSteps(
                List.of(
                    new PlanView.Step("Read", PlanView.Progress.DONE),
                    new PlanView.Step("Write", PlanView.Progress.CURRENT),
                    new PlanView.Step("Test", PlanView.Progress.PENDING))));
    List<Node> before = rows(plan);
    assertThat(before.stream().map(Node::getAccessibleText))
        .containsExactly("done: Read", "now: Write", "to do: Test");
    Fx.run(
        () ->
            plan.setSteps(
                List.of(
                    new PlanView.Step("Read", PlanView.Progress.DONE),
                    new PlanView.Step("Write", PlanView.Progress.DONE),
                    new PlanView.Step("Test", PlanView.Progress.CURRENT))));
    assertThat(rows(plan).getFirst()).isSameAs(before.getFirst());
    assertThat(rows(plan).get(1).getAccessibleText()).isEqualTo("done: Write");
    Fx.close(stage);
  }

  @Test
  void a_very_long_plan_says_how_much_of_it_is_missing() {
    PlanView plan = Fx.get(PlanView::new);
    Stage stage = Fx.show(300, 200, () -> plan);
    List<PlanView.Step> steps = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      steps.add(new PlanView.Step("step " + i, PlanView.Progress.PENDING));
    }
    Fx.run(() -> plan.setSteps(steps));
    assertThat(rows(plan)).hasSize(PlanView.MAX_STEPS + 1);
    assertThat(((javafx.scene.control.Label) rows(plan).getLast()).getText())
        .isEqualTo("… and 700 more steps");
    Fx.run(() -> plan.setSteps(steps.subList(0, 2)));
    assertThat(rows(plan)).hasSize(2);
    Fx.close(stage);
  }

  @Test
  void a_meter_fills_its_share_and_no_more() {
    MeterBar meter = Fx.get(() -> new MeterBar(Tone.INFO, "context used"));
    Stage stage = Fx.show(200, 50, () -> new StackPane(meter));
    Region fill = (Region) meter.lookup(".meter-fill");
    for (double[] pair : new double[][] {{0.5, 0.5}, {7, 1}, {-1, 0}, {Double.NaN, 0}}) {
      Fx.run(() -> meter.setValue(pair[0]));
      Fx.until("filled", () -> Math.abs(fill.getWidth() - meter.getWidth() * pair[1]) <= 1);
    }
    Fx.close(stage);
  }

  @Test
  void whether_a_node_can_be_seen_follows_its_parents_and_its_window() {
    Region node = Fx.get(Region::new);
    StackPane parent = Fx.get(() -> new StackPane(node));
    var shown = Fx.get(() -> Shown.of(node));
    assertThat(shown.get()).isFalse();
    Stage stage = Fx.show(100, 100, () -> new StackPane(parent));
    assertThat(shown.get()).isTrue();
    Fx.run(() -> parent.setVisible(false));
    assertThat(shown.get()).isFalse();
    Fx.run(() -> parent.setVisible(true));
    assertThat(shown.get()).isTrue();
    Fx.run(() -> parent.getChildren().clear());
    assertThat(shown.get()).isFalse();
    Fx.run(() -> parent.getChildren().add(node));
    assertThat(shown.get()).isTrue();
    Fx.close(stage);
    assertThat(shown.get()).isFalse();
  }

  @Test
  void evidence_opens_its_record_by_click_and_by_key() {
    List<String> opened = new ArrayList<>();
    EvidenceChip chip =
        Fx.get(
            () ->
                new EvidenceChip(
                    Tone.SUCCESS, "npm test exit 0", "Run by Muster.", () -> opened.add("record")));
    Stage stage = Fx.show(200, 50, () -> new StackPane(chip));
    Fx.click(chip);
    Fx.press(chip, KeyCode.ENTER);
    assertThat(opened).hasSize(2);
    assertThat(chip.getGraphic()).as("the sign says what the colour says").isNotNull();
    Fx.close(stage);
  }

  private static List<Node> rows(PlanView plan) {
    return Fx.get(() -> List.copyOf(((VBox) plan.getContent()).getChildren()));
  }
}
