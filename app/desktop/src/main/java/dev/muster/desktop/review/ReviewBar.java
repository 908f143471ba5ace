package dev.muster.desktop.review;

import dev.muster.desktop.control.KeyHint;
import dev.muster.desktop.control.MeterBar;
import dev.muster.desktop.control.SegmentedControl;
import dev.muster.desktop.control.SegmentedControl.Segment;
import dev.muster.desktop.control.SheetMode;
import dev.muster.desktop.control.Tone;
import dev.muster.engine.review.ComparePoint;
import java.util.List;
import java.util.Objects;
import javafx.beans.binding.Bindings;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.RadioMenuItem;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;

/** How the changes are shown, what they are compared with, and how far one has come. */
final class ReviewBar extends HBox {
  /** From this width on there is room to say what the keys do, in px. */
  private static final double WORDS_FROM = 880;

  private final ReviewModel model;
  private final MenuButton against = new MenuButton();
  private final MenuButton turn = new MenuButton();
  private final Label viewed = new Label();
  private final MeterBar meter = new MeterBar(Tone.INFO, "files viewed");

  ReviewBar(ReviewModel model, ReviewActions actions) {
    this.model = model;
    getStyleClass().add("review-bar");
    setAlignment(Pos.CENTER_LEFT);
    SegmentedControl<SheetMode> mode =
        new SegmentedControl<>(
            List.of(
                new Segment<>(SheetMode.UNIFIED, "Unified", "one column"),
                new Segment<>(SheetMode.SPLIT, "Side by side", "before and after side by side")));
    mode.setMaxHeight(USE_PREF_SIZE);
    mode.valueProperty().bindBidirectional(model.modeProperty());

    against.setId("review.against");
    against.setMnemonicParsing(false);
    against.setMinWidth(USE_PREF_SIZE);
    against.setTooltip(new Tooltip("What the changes are compared with"));
    against.getItems().add(new MenuItem("…"));
    against.setOnShowing(_ -> fillAgainst());
    turn.setId("review.turn");
    turn.setMnemonicParsing(false);
    turn.setMinWidth(USE_PREF_SIZE);
    turn.setTooltip(new Tooltip("What one turn of the agent changed"));
    turn.getItems().add(new MenuItem("…"));
    turn.setOnShowing(_ -> fillTurns());

    ToggleButton space = new ToggleButton();
    space.setId("review.white-space");
    space.textProperty().bind(actions.whiteSpace().titleProperty());
    space.getStyleClass().addAll("flat", "review-toggle");
    space.setMinWidth(USE_PREF_SIZE);
    space.setTooltip(new Tooltip("Hide white space  W\n" + actions.whiteSpace().description()));
    space.selectedProperty().bindBidirectional(model.hideWhiteSpaceProperty());

    viewed.getStyleClass().addAll("muted", "review-viewed");
    viewed.setMinWidth(USE_PREF_SIZE);
    meter.setPrefWidth(84);
    meter.setMinWidth(40);
    meter.setMaxHeight(5);
    viewed
        .textProperty()
        .bind(
            Bindings.createStringBinding(
                () ->
                    "%,d of %,d %s viewed"
                        .formatted(
                            model.viewedProperty().get(),
                            model.countProperty().get(),
                            model.countProperty().get() == 1 ? "file" : "files"),
                model.viewedProperty(),
                model.countProperty()));
    meter
        .valueProperty()
        .bind(
            Bindings.createDoubleBinding(
                () ->
                    model.countProperty().get() == 0
                        ? 0
                        : (double) model.viewedProperty().get() / model.countProperty().get(),
                model.viewedProperty(),
                model.countProperty()));
    Region gap = new Region();
    HBox.setHgrow(gap, Priority.ALWAYS);
    Label keys = new Label("next / previous change");
    keys.getStyleClass().addAll("muted", "small");
    keys.setMinWidth(USE_PREF_SIZE);
    // Half of the words would tell nothing; the keys themselves stay.
    keys.visibleProperty().bind(widthProperty().greaterThan(WORDS_FROM));
    keys.managedProperty().bind(keys.visibleProperty());
    HBox hints =
        new HBox(
            6,
            new KeyHint(Objects.requireNonNull(actions.nextChange().key())),
            new KeyHint(Objects.requireNonNull(actions.previousChange().key())),
            keys);
    hints.setAlignment(Pos.CENTER_RIGHT);
    hints.setMinWidth(0);
    getChildren().addAll(mode, against, turn, space, gap, viewed, meter, hints);
    model.comparedProperty().subscribe(_ -> show());
    model.pointsProperty().subscribe(_ -> show());
  }

  private void show() {
    Compared now = model.comparedProperty().get();
    ComparePoint to = now.to();
    against.setText("Against: " + now.words());
    against.setAccessibleText(against.getText());
    List<ComparePoint> turns = turns();
    turn.setText(
        to != null && Compared.isTurn(to) ? "Turn: " + to.turn() : "Turn: all " + turns.size());
    turn.setAccessibleText(turn.getText());
    turn.setVisible(turns.size() > 1 || to != null);
    turn.setManaged(turn.isVisible());
  }

  private List<ComparePoint> turns() {
    return model.pointsProperty().get().stream()
        .filter(point -> Compared.isTurn(point) && point.turn() > 0)
        .toList();
  }

  private void fillAgainst() {
    against.getItems().clear();
    add(against, "Base of session", Compared.ALL);
    List<ComparePoint> points = model.pointsProperty().get();
    for (ComparePoint point : points) {
      if (point.kind() == ComparePoint.Kind.TARGET) {
        add(against, "%s as it is now".formatted(point.name()), new Compared(point, null));
      }
    }
    List<ComparePoint> turns = points.stream().filter(Compared::isTurn).toList();
    if (turns.size() > 1) {
      add(against, "Last turn only", new Compared(turns.get(turns.size() - 2), null));
    }
    for (ComparePoint point : turns.reversed()) {
      add(
          against,
          point.turn() == 0 ? "Start" : "After turn " + point.turn(),
          new Compared(point, null));
    }
    model.others().fill(against);
  }

  private void fillTurns() {
    turn.getItems().clear();
    add(turn, "All turns", Compared.ALL);
    @Nullable ComparePoint before = null;
    for (ComparePoint point : model.pointsProperty().get()) {
      if (Compared.isTurn(point)) {
        if (point.turn() > 0) {
          add(turn, "Turn " + point.turn() + " alone", new Compared(before, point));
        }
        before = point;
      }
    }
  }

  private void add(MenuButton menu, String title, Compared what) {
    RadioMenuItem item = new RadioMenuItem(title);
    item.setMnemonicParsing(false);
    item.setSelected(what.equals(model.comparedProperty().get()));
    item.setOnAction(_ -> model.compare(what));
    menu.getItems().add(item);
  }
}
