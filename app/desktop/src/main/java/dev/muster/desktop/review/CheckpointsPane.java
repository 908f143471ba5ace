package dev.muster.desktop.review;

import dev.muster.desktop.control.StateDot;
import dev.muster.desktop.control.Tone;
import dev.muster.engine.review.ComparePoint;
import dev.muster.engine.review.ComparePoint.Kind;
import java.util.ArrayList;
import java.util.List;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** The states of a session that were kept, the last first; a click compares with one. */
final class CheckpointsPane extends VBox {
  private static final PseudoClass CHOSEN = PseudoClass.getPseudoClass("chosen");

  private final ReviewModel model;
  private final VBox rows = new VBox();

  CheckpointsPane(ReviewModel model) {
    this.model = model;
    getStyleClass().add("review-checkpoints");
    Label heading = new Label("Checkpoints");
    heading.getStyleClass().addAll("strong", "muted", "review-heading");
    ScrollPane scroll = new ScrollPane(rows);
    scroll.setFitToWidth(true);
    scroll.setFocusTraversable(false);
    scroll.getStyleClass().add("plain-scroll");
    scroll.setMaxHeight(220);
    getChildren().addAll(heading, scroll);
    model.pointsProperty().subscribe(_ -> show());
    model.comparedProperty().subscribe(_ -> show());
  }

  private void show() {
    List<ComparePoint> turns =
        model.pointsProperty().get().stream().filter(Compared::isTurn).toList();
    List<Node> all = new ArrayList<>();
    for (int i = turns.size() - 1; i >= 0; i--) {
      ComparePoint point = turns.get(i);
      boolean last = i == turns.size() - 1;
      if (point.turn() > 0) {
        all.add(row(point, last));
      }
    }
    model.pointsProperty().get().stream()
        .filter(point -> point.kind() == Kind.BASE)
        .forEach(base -> all.add(row(base, false)));
    rows.getChildren().setAll(all);
    setVisible(!all.isEmpty());
    setManaged(!all.isEmpty());
  }

  private Node row(ComparePoint point, boolean last) {
    boolean base = point.kind() == Kind.BASE;
    Label name = new Label(base ? "Start" : "Turn " + point.turn() + (last ? " · last" : ""));
    name.getStyleClass().add("checkpoint-name");
    HBox right = new HBox(4);
    if (base) {
      Label where = new Label(point.name());
      where.getStyleClass().addAll("muted", "small");
      right.getChildren().add(where);
    } else {
      count(right, point.added(), "+", "success");
      count(right, point.removed(), "−", "danger");
    }
    Region space = new Region();
    HBox.setHgrow(space, Priority.ALWAYS);
    HBox content =
        new HBox(9, new StateDot(last ? Tone.SUCCESS : Tone.NEUTRAL, "kept"), name, space, right);
    content.setAlignment(Pos.CENTER_LEFT);
    Button row = new Button("", content);
    row.setId("review.checkpoint." + (base ? "base" : String.valueOf(point.turn())));
    row.getStyleClass().addAll("flat", "checkpoint");
    row.setContentDisplay(ContentDisplay.GRAPHIC_ONLY);
    row.setMaxWidth(Double.MAX_VALUE);
    content.prefWidthProperty().bind(rows.widthProperty().subtract(24));
    Compared what = base ? Compared.ALL : new Compared(point, null);
    row.pseudoClassStateChanged(CHOSEN, what.equals(model.comparedProperty().get()));
    row.setAccessibleText(
        base
            ? "Compare with the start of the session"
            : "Compare with turn %d, which added %d and removed %d lines"
                .formatted(point.turn(), point.added(), point.removed()));
    row.setTooltip(
        new Tooltip(
            base
                ? "All that the session changed"
                : "What changed since the end of turn " + point.turn()));
    row.setOnAction(_ -> model.compare(what));
    return row;
  }

  private static void count(HBox into, int lines, String sign, String style) {
    if (lines > 0) {
      Label label = new Label("%s%,d".formatted(sign, lines));
      label.getStyleClass().addAll("small", style);
      label.setMinWidth(USE_PREF_SIZE);
      into.getChildren().add(label);
    }
  }
}
