package dev.muster.desktop.review;

import dev.muster.desktop.control.StateDot;
import dev.muster.desktop.control.VisibleText;
import dev.muster.desktop.grid.StateTones;
import dev.muster.desktop.live.SessionItem;
import dev.muster.desktop.live.SessionOutlook;
import dev.muster.desktop.live.SessionOutlook.Touch;
import dev.muster.desktop.live.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;

/** Which other sessions touch what this one touches; a click opens their review. */
final class TouchedPane extends VBox {
  /** More files are not listed beside a name; the other review has them all. */
  private static final int MOST_PATHS = 12;

  private final VBox rows = new VBox();
  private final Consumer<SessionItem> open;

  /**
   * @param open shows the review of another session
   */
  TouchedPane(Consumer<SessionItem> open) {
    this.open = open;
    getStyleClass().add("review-checkpoints");
    Label heading = new Label("Also touched by");
    heading.getStyleClass().addAll("strong", "muted", "review-heading");
    ScrollPane scroll = new ScrollPane(rows);
    scroll.setFitToWidth(true);
    scroll.setFocusTraversable(false);
    scroll.getStyleClass().add("plain-scroll");
    scroll.setMaxHeight(140);
    getChildren().addAll(heading, scroll);
    show(null);
  }

  /** Begins to show what is known of a session. */
  Subscription follow(ObservableValue<@Nullable SessionOutlook> outlook) {
    return outlook.subscribe(this::show);
  }

  private void show(@Nullable SessionOutlook outlook) {
    List<Touch> touches = outlook == null ? List.of() : outlook.touches();
    rows.getChildren().setAll(touches.stream().map(this::row).toList());
    setVisible(!touches.isEmpty());
    setManaged(!touches.isEmpty());
  }

  private Button row(Touch touch) {
    SessionItem other = touch.other();
    StateDot dot = new StateDot(StateTones.of(other.now()), Words.state(other.now().state()));
    Label title = new Label(other.now().title());
    title.getStyleClass().add("checkpoint-name");
    title.setMnemonicParsing(false);
    title.setMinWidth(30);
    Label where = new Label(VisibleText.onOneLine(touch.words()));
    where.getStyleClass().addAll("small", touch.lines() ? "warning" : "muted");
    where.setMnemonicParsing(false);
    where.setMinWidth(Region.USE_PREF_SIZE);
    where.setMaxWidth(120);
    Region space = new Region();
    HBox.setHgrow(space, Priority.ALWAYS);
    HBox content = new HBox(9, dot, title, space, where);
    content.setAlignment(Pos.CENTER_LEFT);
    content.prefWidthProperty().bind(rows.widthProperty().subtract(24));
    Button row = new Button("", content);
    row.setId("review.touched." + other.id());
    row.getStyleClass().addAll("flat", "checkpoint");
    row.setContentDisplay(ContentDisplay.GRAPHIC_ONLY);
    row.setMaxWidth(Double.MAX_VALUE);
    String how =
        touch.lines()
            ? "Touches the same lines: whichever lands second will conflict."
            : "Touches the same files, in places that merge.";
    row.setAccessibleText(other.now().title() + ". " + how + " Opens its review.");
    row.setTooltip(
        new Tooltip(other.now().title() + "\n" + how + "\n" + String.join("\n", paths(touch))));
    row.setOnAction(_ -> open.accept(other));
    return row;
  }

  private static List<String> paths(Touch touch) {
    List<String> all = touch.overlap().paths();
    List<String> told = new ArrayList<>();
    all.stream().limit(MOST_PATHS).map(VisibleText::onOneLine).forEach(told::add);
    if (all.size() > MOST_PATHS) {
      told.add("and %,d more, which its review shows".formatted(all.size() - MOST_PATHS));
    }
    return told;
  }
}
