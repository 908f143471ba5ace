package dev.muster.desktop.review;

import dev.muster.desktop.control.Action;
import dev.muster.desktop.control.ActionNodes;
import dev.muster.desktop.control.ActionNodes.Emphasis;
import dev.muster.engine.review.ComparePoint;
import dev.muster.engine.review.ComparePoint.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/**
 * The points of a session, the last first: a click compares with one; its menu goes back to it or
 * begins another session there.
 */
final class CheckpointsPane extends VBox {
  private final ReviewModel model;
  private final ReviewSurroundings around;
  private final VBox rows = new VBox();
  private final ScrollPane scroll = new ScrollPane(rows);
  private final Button forward;

  /**
   * @param forward takes the last rewind back
   */
  CheckpointsPane(ReviewModel model, ReviewSurroundings around, Action forward) {
    this.model = model;
    this.around = around;
    getStyleClass().add("review-checkpoints");
    Label heading = new Label("Checkpoints");
    heading.getStyleClass().addAll("strong", "muted", "review-heading");
    Region space = new Region();
    HBox.setHgrow(space, Priority.ALWAYS);
    this.forward = ActionNodes.button(forward, Emphasis.FLAT);
    this.forward.getStyleClass().add("small");
    this.forward.visibleProperty().bind(forward.enabledProperty());
    HBox head = new HBox(heading, space, this.forward);
    head.setAlignment(Pos.CENTER_LEFT);
    scroll.setFitToWidth(true);
    scroll.setFocusTraversable(false);
    scroll.getStyleClass().add("plain-scroll");
    scroll.setMaxHeight(220);
    getChildren().addAll(head, scroll);
    rows.addEventHandler(KeyEvent.KEY_PRESSED, this::key);
    model.pointsProperty().subscribe(_ -> show());
    model.comparedProperty().subscribe(_ -> show());
    model.rewind().pointsProperty().subscribe(_ -> show());
  }

  /** Puts the keyboard on the point that is compared with, else on the last. */
  void takeFocus() {
    List<CheckpointRow> all = list();
    all.stream()
        .filter(CheckpointRow::chosen)
        .findFirst()
        .or(() -> all.stream().findFirst())
        .ifPresent(Node::requestFocus);
  }

  private List<CheckpointRow> list() {
    return rows.getChildren().stream().map(CheckpointRow.class::cast).toList();
  }

  private void show() {
    List<ComparePoint> known = model.pointsProperty().get();
    TreeSet<Integer> turns = new TreeSet<>();
    known.stream().filter(Compared::isTurn).map(ComparePoint::turn).forEach(turns::add);
    turns.remove(0);
    boolean focused = list().stream().anyMatch(Node::isFocused);
    List<Node> all = new ArrayList<>();
    for (int turn : turns.descendingSet()) {
      boolean last = all.isEmpty();
      known.stream()
          .filter(point -> Compared.isTurn(point) && point.turn() == turn)
          .findFirst()
          .ifPresent(point -> all.add(row(point, last)));
    }
    known.stream()
        .filter(point -> point.kind() == Kind.BASE)
        .findFirst()
        .ifPresent(base -> all.add(row(base, false)));
    rows.getChildren().setAll(all);
    setVisible(!all.isEmpty());
    setManaged(!all.isEmpty());
    if (focused) {
      takeFocus();
    }
  }

  private CheckpointRow row(ComparePoint point, boolean last) {
    CheckpointRow row =
        new CheckpointRow(
            model, around, point, model.rewind().point(point.turn()).orElse(null), last);
    row.fit(rows.widthProperty());
    return row;
  }

  private void key(KeyEvent event) {
    List<CheckpointRow> all = list();
    int at = -1;
    for (int i = 0; i < all.size(); i++) {
      if (all.get(i).isFocused()) {
        at = i;
      }
    }
    int to =
        switch (event.getCode()) {
          case UP -> at - 1;
          case DOWN -> at + 1;
          case HOME -> 0;
          case END -> all.size() - 1;
          default -> -1;
        };
    if (at >= 0 && event.getCode().isNavigationKey() && to >= 0 && to < all.size()) {
      all.get(to).requestFocus();
      event.consume();
    }
  }
}
