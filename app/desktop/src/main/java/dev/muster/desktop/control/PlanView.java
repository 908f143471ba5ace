package dev.muster.desktop.control;

import dev.muster.desktop.theme.Icons;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/**
 * An agent's plan: what is done, what it is at, what is still to do. Shows the first {@value
 * #MAX_STEPS} steps and says how many more there are. Used on the JavaFX thread.
 */
public final class PlanView extends ScrollPane {
  static final int MAX_STEPS = 300;

  /** How far a step is. */
  public enum Progress {
    PENDING,
    CURRENT,
    DONE,
    /** It was tried and did not come off. */
    FAILED;

    private final PseudoClass pseudoClass =
        PseudoClass.getPseudoClass(name().toLowerCase(Locale.ROOT));
  }

  /** One step. */
  public record Step(String text, Progress progress) {}

  private final VBox rows = new VBox();
  private List<Step> steps = List.of();

  public PlanView() {
    getStyleClass().add("plan-view");
    rows.getStyleClass().add("plan-rows");
    setContent(rows);
    setFitToWidth(true);
    setHbarPolicy(ScrollBarPolicy.NEVER);
    setAccessibleRole(AccessibleRole.LIST_VIEW);
    setAccessibleText("Plan");
  }

  /** Shows a plan. Steps that stay as they were keep their nodes. */
  public void setSteps(List<Step> newSteps) {
    List<Row> now = new ArrayList<>();
    for (int i = 0; i < Math.min(newSteps.size(), MAX_STEPS); i++) {
      Step step = newSteps.get(i);
      boolean same = i < steps.size() && i < rows.getChildren().size() && steps.get(i).equals(step);
      now.add(same ? (Row) rows.getChildren().get(i) : new Row(step));
    }
    rows.getChildren().setAll(now);
    if (newSteps.size() > MAX_STEPS) {
      Label more = new Label("… and %,d more steps".formatted(newSteps.size() - MAX_STEPS));
      more.getStyleClass().add("muted");
      rows.getChildren().add(more);
    }
    steps = List.copyOf(newSteps.subList(0, Math.min(newSteps.size(), MAX_STEPS)));
  }

  /** A sign and a text; the sign has a shape of its own for each progress, not just a colour. */
  private static final class Row extends HBox {
    Row(Step step) {
      getStyleClass().add("plan-step");
      setAlignment(Pos.TOP_LEFT);
      pseudoClassStateChanged(step.progress().pseudoClass, true);
      StackPane sign = new StackPane();
      sign.getStyleClass().add("plan-sign");
      if (step.progress() == Progress.DONE) {
        sign.getChildren().add(Icons.CHECK.node());
      } else if (step.progress() == Progress.FAILED) {
        sign.getChildren().add(Icons.CLOSE.node());
      } else {
        Region ring = new Region();
        ring.getStyleClass().add("plan-ring");
        sign.getChildren().add(ring);
      }
      Label text = new Label(step.text());
      text.setWrapText(true);
      text.setMinHeight(USE_PREF_SIZE);
      getChildren().addAll(sign, text);
      setAccessibleRole(AccessibleRole.LIST_ITEM);
      setAccessibleText(
          switch (step.progress()) {
                case DONE -> "done: ";
                case FAILED -> "failed: ";
                case CURRENT -> "now: ";
                case PENDING -> "to do: ";
              }
              + step.text());
    }
  }
}
