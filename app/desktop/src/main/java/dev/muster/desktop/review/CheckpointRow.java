package dev.muster.desktop.review;

import dev.muster.desktop.control.StateDot;
import dev.muster.desktop.control.Tone;
import dev.muster.desktop.live.Words;
import dev.muster.desktop.theme.Icons;
import dev.muster.engine.review.ComparePoint;
import dev.muster.engine.review.ComparePoint.Kind;
import dev.muster.engine.session.RewindPoint;
import javafx.beans.value.ObservableValue;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.geometry.Side;
import javafx.scene.control.Button;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.MenuItem;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;

/** One point of a session: a click compares with it, its menu has the rest. */
final class CheckpointRow extends Button {
  private static final PseudoClass CHOSEN = PseudoClass.getPseudoClass("chosen");
  private static final PseudoClass LEFT = PseudoClass.getPseudoClass("left-behind");

  private final ReviewModel model;
  private final ReviewSurroundings around;
  private final @Nullable RewindPoint rewind;
  private final Compared what;
  private final int turn;
  private final HBox content;

  /**
   * @param rewind the same point, as one can go back to it; null where one cannot
   * @param last whether it is the last one
   */
  CheckpointRow(
      ReviewModel model,
      ReviewSurroundings around,
      ComparePoint point,
      @Nullable RewindPoint rewind,
      boolean last) {
    this.model = model;
    this.around = around;
    this.rewind = rewind;
    boolean base = point.kind() == Kind.BASE;
    turn = base ? 0 : point.turn();
    boolean here = rewind == null ? last : rewind.here();
    boolean left = rewind != null && !rewind.leadsHere();
    what = base ? Compared.ALL : new Compared(point, null);
    String note = here ? (last ? " · now" : " · here") : left ? " · left behind" : "";
    Label name = new Label((base ? "Start" : "Turn " + turn) + note);
    name.getStyleClass().add("checkpoint-name");
    name.setMinWidth(40);
    HBox right = new HBox(4);
    right.setAlignment(Pos.CENTER_RIGHT);
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
    StateDot dot = new StateDot(here ? Tone.SUCCESS : Tone.NEUTRAL, here ? "here" : "kept");
    content = new HBox(9, dot, name, space, right, more());
    content.setAlignment(Pos.CENTER_LEFT);
    setGraphic(content);
    setId("review.checkpoint." + (base ? "base" : String.valueOf(turn)));
    getStyleClass().addAll("flat", "checkpoint");
    setContentDisplay(ContentDisplay.GRAPHIC_ONLY);
    setMaxWidth(Double.MAX_VALUE);
    pseudoClassStateChanged(CHOSEN, chosen());
    pseudoClassStateChanged(LEFT, left);
    setAccessibleText(
        (base
                ? "Compare with the start of the session"
                : "Compare with turn %d, which added %d and removed %d lines"
                    .formatted(turn, point.added(), point.removed()))
            + note
            + ". Space or the menu key has more.");
    String prompt = rewind == null ? null : rewind.prompt();
    setTooltip(
        new Tooltip(
            (base
                    ? "All that the session changed"
                    : "What changed since the end of turn "
                        + turn
                        + (prompt == null ? "" : "\n“" + Words.line(prompt, 80) + "”"))
                + (left ? "\nThe session was taken back before it; one can still go there." : "")));
    setOnAction(_ -> model.compare(what));
    setOnContextMenuRequested(
        event -> {
          event.consume();
          menu().show(this, event.getScreenX(), event.getScreenY());
        });
    addEventFilter(KeyEvent.KEY_PRESSED, this::key);
  }

  boolean chosen() {
    return what.equals(model.comparedProperty().get());
  }

  void fit(ObservableValue<Number> width) {
    content.prefWidthProperty().bind(width.map(all -> all.doubleValue() - 24));
  }

  private Button more() {
    Button more = new Button("", Icons.MORE.node());
    more.setId("review.checkpoint.more." + turn);
    more.getStyleClass().addAll("flat", "icon-action", "checkpoint-more");
    more.setAccessibleText("What can be done with " + RewindWords.place(turn));
    more.setTooltip(new Tooltip("Go back to it, or begin another session there"));
    more.setFocusTraversable(false);
    more.setOnAction(
        event -> {
          // It would go on to the row, which would take it for a click of its own.
          event.consume();
          menu().show(more, Side.BOTTOM, 0, 2);
        });
    return more;
  }

  private void key(KeyEvent event) {
    switch (event.getCode()) {
      case ENTER -> model.compare(what);
      case SPACE, RIGHT, CONTEXT_MENU -> menu().show(this, Side.BOTTOM, 20, 0);
      default -> {
        return;
      }
    }
    event.consume();
  }

  /** What can be done with it, made when it is asked for. */
  ContextMenu menu() {
    ContextMenu menu = new ContextMenu();
    menu.getItems().add(item("compare", "Compare with it", Icons.DIFF, () -> model.compare(what)));
    RewindPoint point = rewind;
    if (point != null) {
      // Also for where it stands: the files may have been changed since.
      menu.getItems()
          .add(
              item(
                  "back",
                  point.leadsHere() ? "Go back to here…" : "Go to here…",
                  Icons.REWIND,
                  () -> RewindCard.back(model.rewind(), point, around)));
      if (model.rewind().rewound().getValue() != null) {
        menu.getItems()
            .add(
                item(
                    "forward",
                    "Forward again…",
                    Icons.RIGHT,
                    () -> RewindCard.forward(model.rewind(), around)));
      }
      menu.getItems()
          .add(
              item(
                  "fork",
                  "Fork from here…",
                  Icons.BRANCH,
                  () -> RewindCard.fork(model.rewind(), point, around)));
    }
    return menu;
  }

  private static MenuItem item(String id, String title, Icons icon, Runnable does) {
    MenuItem item = new MenuItem(title, icon.node());
    item.setId("review.checkpoint." + id);
    item.setMnemonicParsing(false);
    item.setOnAction(_ -> does.run());
    return item;
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
