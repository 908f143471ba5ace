package dev.muster.desktop.race;

import dev.muster.desktop.control.Banner;
import dev.muster.desktop.control.Logo;
import dev.muster.desktop.control.Tone;
import dev.muster.desktop.control.VisibleText;
import dev.muster.desktop.live.SessionItem;
import dev.muster.desktop.live.Words;
import dev.muster.desktop.review.ReviewSurroundings;
import dev.muster.desktop.theme.Icons;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import javafx.collections.ListChangeListener;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;

/** Everything inside a race window: the task, and its sessions side by side. */
final class RaceView extends BorderPane implements RaceColumn.Doing, AutoCloseable {
  private final RaceModel model;
  private final ReviewSurroundings around;
  private final Runnable leave;
  private final Consumer<SessionItem> review;
  private final BiConsumer<SessionItem, SessionItem> compare;
  private final Label title = new Label();
  private final Label second = new Label();
  private final MenuButton add = new MenuButton("Add a session");
  private final VBox notes = new VBox();
  private final HBox columns = new HBox(12);
  private final Parent root;
  private List<RaceColumn> shown = List.of();
  private Subscription facts = Subscription.EMPTY;

  /**
   * @param leave closes the window
   * @param review shows what a session changed
   * @param compare shows how the files of the first differ from those of the second
   */
  RaceView(
      RaceModel model,
      ReviewSurroundings around,
      Runnable leave,
      Consumer<SessionItem> review,
      BiConsumer<SessionItem, SessionItem> compare) {
    this.model = model;
    this.around = around;
    this.leave = leave;
    this.review = review;
    this.compare = compare;
    root = around.around(this);
    getStyleClass().addAll("window", "race");
    getStylesheets()
        .add(
            Objects.requireNonNull(RaceView.class.getResource("race.css"), "race.css")
                .toExternalForm());
    title.getStyleClass().addAll("strong", "race-title");
    title.setMnemonicParsing(false);
    title.setMinWidth(0);
    second.getStyleClass().addAll("muted", "small");
    VBox words = new VBox(1, title, second);
    words.setMinWidth(80);
    words.setAlignment(Pos.CENTER_LEFT);
    HBox.setHgrow(words, Priority.ALWAYS);
    add.setId("race.add");
    add.setGraphic(Icons.ADD.node());
    add.setMnemonicParsing(false);
    add.setMinWidth(Region.USE_PREF_SIZE);
    add.setTooltip(new Tooltip("Shows another open session of the project here, too"));
    add.getItems().add(new MenuItem("…"));
    add.setOnShowing(_ -> fillAdd());
    HBox head = new HBox(12, new Logo(), words, add);
    head.setAlignment(Pos.CENTER_LEFT);
    head.getStyleClass().add("race-head");
    columns.getStyleClass().add("race-columns");
    ScrollPane scroll = new ScrollPane(columns);
    scroll.setFitToHeight(true);
    scroll.setFitToWidth(true);
    scroll.getStyleClass().add("plain-scroll");
    scroll.setFocusTraversable(false);
    setTop(new VBox(head, notes));
    setCenter(scroll);
    model.taskProperty().subscribe(this::showTask);
    model.problemProperty().subscribe(_ -> showNotes());
    model.racers().addListener((ListChangeListener<Racer>) _ -> showColumns());
    addEventHandler(KeyEvent.KEY_PRESSED, this::key);
    showColumns();
  }

  Parent root() {
    return root;
  }

  private void key(KeyEvent event) {
    if (event.getCode() == KeyCode.ESCAPE && !around.dialogOpen()) {
      event.consume();
      leave.run();
    }
  }

  private void showTask(String task) {
    title.setText("Race: " + VisibleText.onOneLine(Words.line(task, 160)));
    title.setTooltip(new Tooltip(Words.line(task, 400)));
  }

  private void fillAdd() {
    add.getItems().clear();
    for (SessionItem item : model.addable()) {
      MenuItem entry = new MenuItem(Words.line(item.now().title(), 60));
      entry.setId("race.add." + item.id());
      entry.setMnemonicParsing(false);
      entry.setOnAction(_ -> model.add(item));
      add.getItems().add(entry);
    }
    if (add.getItems().isEmpty()) {
      MenuItem none = new MenuItem("All open sessions of the project are shown");
      none.setDisable(true);
      add.getItems().add(none);
    }
  }

  private void showColumns() {
    shown.forEach(RaceColumn::dispose);
    List<RaceColumn> all = new ArrayList<>();
    for (Racer racer : model.racers()) {
      RaceColumn column = new RaceColumn(racer, model, this);
      HBox.setHgrow(column, Priority.ALWAYS);
      all.add(column);
    }
    shown = all;
    columns.getChildren().setAll(all);
    second.setText(
        all.size() == 1
            ? "No other open session of the project began with the same prompt. Add one to compare."
            : Words.count(all.size(), "session", "sessions") + " side by side");
    facts.unsubscribe();
    facts =
        Subscription.combine(
            model.racers().stream()
                .map(racer -> racer.factsProperty().subscribe((_, _) -> again()))
                .toArray(Subscription[]::new));
  }

  /** What sets one apart depends on all. */
  private void again() {
    shown.forEach(RaceColumn::show);
  }

  private void showNotes() {
    String problem = model.problemProperty().get();
    List<Node> nothing = List.of();
    notes
        .getChildren()
        .setAll(
            problem == null
                ? nothing
                : List.of(
                    new Banner(Tone.DANGER, new Banner.Message(problem, "", ""), nothing, null)));
  }

  @Override
  public void review(SessionItem item) {
    review.accept(item);
  }

  @Override
  public void compare(SessionItem item, SessionItem other) {
    compare.accept(item, other);
  }

  @Override
  public void pick(Racer racer) {
    List<Racer> others = model.others(racer);
    StringBuilder words = new StringBuilder();
    words.append(
        "Its review opens, where you land it. Dropped, and stopped first where they work:");
    others.forEach(
        other ->
            words.append(
                " “%s” (%s).".formatted(Words.line(other.now().title(), 40), other.who())));
    words.append(
        " Their work, with what is not committed and new files, stays under refs/muster/archive/;"
            + " the log of each says how to get it back.");
    around.confirm(
        "Pick " + racer.who() + "?",
        words.toString(),
        "Pick it, drop the " + (others.size() == 1 ? "other" : others.size() + " others"),
        () ->
            model.pick(
                racer,
                item -> {
                  review.accept(item);
                  if (model.problemProperty().get() == null) {
                    leave.run();
                  }
                }));
  }

  @Override
  public void close() {
    facts.unsubscribe();
    shown.forEach(RaceColumn::dispose);
    shown = List.of();
    model.close();
  }
}
